//! Which files are HEIC, by their first bytes, and that no bytes are too few or too strange.

use proptest::prelude::*;

use super::is_heic;

/// A box `ftyp` of these brands, and something of the file after it.
fn ftyp(major: &str, compatible: &[&str]) -> Vec<u8> {
    let length = 16 + 4 * compatible.len() as u32;
    let brands = compatible.concat();
    [&length.to_be_bytes(), b"ftyp", major.as_bytes(), &[0; 4], brands.as_bytes(), b"\0\0\x01\x2ameta"].concat()
}

#[test]
fn what_telephones_and_cameras_write_is_heic() {
    for (writer, major, compatible) in [
        ("an iPhone", "heic", &["mif1", "MiHE", "MiPr", "miaf", "MiHB", "heic"] as &[_]),
        ("an iPhone of 2017", "mif1", &["mif1", "heic"]),
        ("a Samsung", "heic", &["mif1", "heic"]),
        ("a Canon, 10 bits", "heix", &["mif1", "heix"]),
        ("a burst", "msf1", &["msf1", "hevc", "heic"]),
        ("a sequence", "hevc", &["msf1", "hevc"]),
        ("no compatible brand", "heic", &[]),
        ("the container alone", "mif1", &["mif1"]),
    ] {
        assert!(is_heic(&ftyp(major, compatible)), "{writer}");
    }
}

#[test]
fn other_files_are_not_whatever_they_are_called() {
    for (file, head) in [
        ("an empty file", &[] as &[u8]),
        ("a JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01"),
        ("a JPEG that ends after its first marker", b"\xff\xd8\xff"),
        ("a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("a GIF", b"GIF89a\x01\0\x01\0"),
        ("a WebP", b"RIFF\x24\0\0\0WEBPVP8 "),
        ("an AVIF", &ftyp("avif", &["avif", "mif1", "miaf", "MA1A"])),
        ("an AVIF whose major brand is the container's", &ftyp("mif1", &["mif1", "avif", "miaf"])),
        ("a sequence in AVIF", &ftyp("avis", &["avis", "msf1", "avif"])),
        ("a film", &ftyp("isom", &["isom", "iso2", "avc1", "mp41"])),
        ("a film of an iPhone", &ftyp("qt  ", &["qt  "])),
        ("a raw photo of a Canon", &ftyp("crx ", &["crx ", "isom"])),
        ("an unknown brand", &ftyp("zzzz", &["zzzz"])),
        ("a box that ends before its brand", b"\0\0\0\x08ftypheic"),
        ("a box that the file ends in", b"\0\0\0\x18ftyphe"),
        ("a brand after the box", b"\0\0\0\x10ftypisom\0\0\0\0heic"),
        ("a version that looks like a brand", b"\0\0\0\x10ftypisomheic"),
        ("a text", b"The heic is a format of photos: ftypheic."),
        ("an SVG", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ] {
        assert!(!is_heic(head), "{file}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged(head in prop::collection::vec(any::<u8>(), 0..80), length: u32) {
        prop_assert!(!is_heic(&head) || head[4..8] == *b"ftyp");
        let _ = is_heic(&[&length.to_be_bytes(), b"ftyp" as &[u8], &head].concat());
        prop_assert!(is_heic(&[ftyp("heic", &[]), head].concat()));
    }
}
