#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = gcrm_fuzz::read(bytes);
});
