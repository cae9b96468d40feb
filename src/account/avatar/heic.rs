//! Photos in HEIC, the format of today's telephones, which most browsers cannot read. Pure.

/// As many bytes from the beginning of a file as [`is_heic`] looks at.
pub const HEAD_SIZE: usize = 64;

/// The brands of HEIC: HEVC images and sequences (ISO/IEC 23008-12, annex B.4).
const HEIC: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"];
/// The brands of AVIF, which is in the same container.
const AVIF: [&[u8]; 2] = [b"avif", b"avis"];
/// The brands of that container, HEIF, whatever is in it.
const HEIF: [&[u8]; 2] = [b"mif1", b"msf1"];

/// Returns whether a file that begins with `head` is a photo in HEIC, or in another HEIF than AVIF.
///
/// It begins with a box of the type `ftyp`: its length, its type, the major brand, a version, and the compatible brands. The brand of the
/// container alone may be the major one.
pub fn is_heic(head: &[u8]) -> bool {
    let Some((&[a, b, c, d, b'f', b't', b'y', b'p'], _)) = head.split_first_chunk() else { return false };
    let length = u32::from_be_bytes([a, b, c, d]) as usize;
    let ftyp = &head[..length.min(head.len()).min(HEAD_SIZE)];
    let brands =
        || ftyp.chunks_exact(4).enumerate().filter(|(place, _)| *place == 2 || *place > 3).map(|(_, brand)| brand);
    let has = |known: &[&[u8]]| brands().any(|brand| known.contains(&brand));
    has(&HEIC) || has(&HEIF) && !has(&AVIF)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
