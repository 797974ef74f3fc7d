//! Opens what may be packed, and counts what comes out: size, and unpacked size over packed size.

use std::{
    cell::Cell,
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
    rc::Rc,
};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::{
    error::{Bound, FormatError},
    limits::Limits,
};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A file's content, unpacked if it was packed, within [`Limits`].
pub fn open(path: &Path, limits: Limits) -> Result<Box<dyn Read>, FormatError> {
    unpack(File::open(path)?, limits)
}

/// The content of any reader, unpacked if its first bytes say that it is packed.
pub fn unpack<'r>(
    input: impl Read + 'r,
    limits: Limits,
) -> Result<Box<dyn Read + 'r>, FormatError> {
    let packed = Rc::new(Cell::new(0));
    let mut counted = Packed { inner: input, count: Rc::clone(&packed), max: limits.packed_bytes };
    let head = head_of(&mut counted, GZIP_MAGIC.len())?;
    let is_packed = head == GZIP_MAGIC;
    let whole = BufReader::new(io::Cursor::new(head).chain(counted));
    if !is_packed {
        return Ok(Box::new(whole));
    }
    let inner = MultiGzDecoder::new(whole);
    Ok(Box::new(Unpacked { inner, packed, count: 0, limits }))
}

/// SHA-256 of the bytes as they lie in the file, in lower-case hexadecimal.
pub fn sha256(mut input: impl Read) -> Result<String, FormatError> {
    use std::fmt::Write as _;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
    }
    Ok(hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    }))
}

/// The first `length` bytes, or fewer if the input ends before.
pub(crate) fn head_of(input: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    input.by_ref().take(length as u64).read_to_end(&mut head)?;
    Ok(head)
}

struct Packed<R> {
    inner: R,
    count: Rc<Cell<u64>>,
    max: u64,
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let count = self.count.get().saturating_add(read as u64);
        self.count.set(count);
        if count > self.max {
            return Err(Bound::Packed { max: self.max }.into());
        }
        Ok(read)
    }
}

struct Unpacked<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    count: u64,
    limits: Limits,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count = self.count.saturating_add(read as u64);
        let Limits { ratio, ratio_floor_bytes, unpacked_bytes: max, .. } = self.limits;
        if self.count > max {
            return Err(Bound::Unpacked { max }.into());
        }
        let allowed = self.packed.get().saturating_mul(ratio);
        if self.count > ratio_floor_bytes && self.count > allowed {
            return Err(Bound::Ratio { max: ratio }.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_above_the_size_bound_is_refused() {
        let limits = Limits { packed_bytes: 10, ..Limits::default() };
        let error = read_all(&[b'x'; 11], limits).unwrap_err();
        assert_eq!(error.to_string(), "the file is larger than 10 bytes");
    }

    #[test]
    fn a_bomb_is_refused_once_it_is_above_the_floor() {
        let bomb = gzipped(&vec![0; 4 * 1024 * 1024]);
        let limits = Limits { ratio_floor_bytes: 1024 * 1024, ..Limits::default() };
        let error = read_all(&bomb, limits).unwrap_err();
        assert!(matches!(error, FormatError::Bound(Bound::Ratio { max: 100 })));
    }

    #[test]
    fn what_is_kept_in_memory_may_not_unpack_to_more_than_its_bound() {
        let packed = gzipped(&[b'x'; 2_000]);
        let limits = Limits { unpacked_bytes: 1_000, ..Limits::default() };
        let error = read_all(&packed, limits).unwrap_err();
        assert_eq!(error.to_string(), "the file unpacks to more than 1000 bytes");
    }

    #[test]
    fn a_small_file_may_be_packed_as_tightly_as_it_likes() {
        let bytes = vec![0; 1024 * 1024];
        assert_eq!(read_all(&gzipped(&bytes), Limits::default()).unwrap(), bytes);
    }

    #[test]
    fn a_broken_archive_is_an_error_and_no_panic() {
        let mut packed = gzipped(b"case,time,activity");
        packed.truncate(packed.len() - 6);
        assert!(read_all(&packed, Limits::default()).is_err());
    }

    #[test]
    fn the_hash_is_the_one_that_others_compute() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(&b"abc"[..]).unwrap(), expected);
    }

    proptest! {
        #[test]
        fn whatever_is_packed_comes_out_the_same(bytes: Vec<u8>) {
            prop_assert_eq!(read_all(&gzipped(&bytes), Limits::default()).unwrap(), bytes);
        }

        #[test]
        fn what_is_not_packed_is_left_alone(bytes: Vec<u8>) {
            prop_assume!(!bytes.starts_with(&GZIP_MAGIC));
            prop_assert_eq!(read_all(&bytes, Limits::default()).unwrap(), bytes);
        }
    }

    fn read_all(bytes: &[u8], limits: Limits) -> Result<Vec<u8>, FormatError> {
        let mut out = Vec::new();
        unpack(bytes, limits)?.read_to_end(&mut out)?;
        Ok(out)
    }
}
