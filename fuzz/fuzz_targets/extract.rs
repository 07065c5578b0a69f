#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(extract) = gcrm_fuzz::read(bytes) {
        let network = gcrm_fuzz::built(&extract);
        network.validate().expect("what was built is valid");
        gcrm_fuzz::ask(&network);
    }
});
