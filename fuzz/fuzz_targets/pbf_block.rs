#![no_main]

//! Framed anew, so that damage reaches the elements and not only the checksum of a packed stream.
//! The first byte says whether the block is packed.

use std::io::Write;

const RAW: u8 = 1;
const PACKED: u8 = 3;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((how, content)) = bytes.split_first() else { return };
    let mut blob = Vec::new();
    if how & 1 == 0 {
        push_bytes(&mut blob, RAW, content);
    } else {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(content).expect("memory takes everything");
        push_bytes(&mut blob, PACKED, &packer.finish().expect("memory takes everything"));
    }
    let mut file = Vec::new();
    push_blob(&mut file, b"OSMHeader", b"\x0a\x00");
    push_blob(&mut file, b"OSMData", &blob);
    if let Ok(extract) = gcrm_fuzz::read(&file) {
        gcrm_fuzz::built(&extract).validate().expect("what was built is valid");
    }
});

fn push_blob(file: &mut Vec<u8>, kind: &[u8], blob: &[u8]) {
    let mut header = Vec::new();
    push_bytes(&mut header, 1, kind);
    header.push(3 << 3);
    push_number(&mut header, blob.len());
    file.extend((header.len() as u32).to_be_bytes());
    file.extend(header);
    file.extend(blob);
}

fn push_bytes(out: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    out.push(field << 3 | 2);
    push_number(out, bytes.len());
    out.extend(bytes);
}

fn push_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
