//! Metrics dumps, which may be compressed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::read::{length, plain, read_from};
use crate::lint::FileError;
use crate::source::Source;

const GZIP: [u8; 4] = [0x1f, 0x8b, 0x08, 0];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Reads a metrics dump, `-` for standard input. What is compressed with gzip or zstd is decompressed, whatever its name.
///
/// # Errors
/// That it cannot be read, is no text, or has more than `max_size` bytes when it is decompressed.
pub fn read_dump(path: &Path, max_size: u64) -> Result<Source, FileError> {
    let name = path.to_string_lossy().into_owned();
    let read = || {
        if name == "-" {
            return of(io::stdin().lock(), &name, max_size, 0);
        }
        let file = File::open(path).map_err(|error| plain(&error))?;
        let metadata = file.metadata().map_err(|error| plain(&error))?;
        if metadata.is_dir() {
            return Err("it is a folder".to_owned());
        }
        of(file, &name, max_size, length(&metadata))
    };
    let unreadable =
        |reason: String| FileError { path: name.clone(), reason: format!("cannot be read: {reason}") };
    let source = read().map_err(unreadable)?;
    match &source.not_text {
        Some(_) => Err(unreadable("it is no text in UTF-8".to_owned())),
        None => Ok(source),
    }
}

fn of(mut reader: impl Read, name: &str, max_size: u64, length: u64) -> Result<Source, String> {
    let mut start = Vec::new();
    reader.by_ref().take(GZIP.len() as u64).read_to_end(&mut start).map_err(|error| plain(&error))?;
    let (is_gzip, is_zstd) = (start.starts_with(&GZIP[..3]), start == ZSTD);
    let whole = io::Cursor::new(start).chain(BufReader::new(reader));
    if is_gzip {
        return read_from(MultiGzDecoder::new(whole), name, max_size, length);
    }
    if is_zstd {
        return read_from(Zstd { source: whole, decoder: FrameDecoder::new() }, name, max_size, length);
    }
    read_from(whole, name, max_size, length)
}

/// All frames of a zstd file, one behind the other; `StreamingDecoder` would stop behind the first.
struct Zstd<R> {
    source: R,
    decoder: FrameDecoder,
}

impl<R: BufRead> Zstd<R> {
    /// Goes to the next frame; whether there is one.
    fn next_frame(&mut self) -> io::Result<bool> {
        let promised = self.decoder.get_checksum_from_data();
        if promised.is_some() && promised != self.decoder.get_calculated_checksum() {
            return Err(io::Error::other("its checksum is wrong"));
        }
        if self.source.fill_buf()?.is_empty() {
            return Ok(false);
        }
        match self.decoder.init(&mut self.source) {
            Ok(()) => {}
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length, ..
            })) => {
                io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
            }
            Err(error) => return Err(io::Error::other(error)),
        }
        Ok(true)
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.decoder.can_collect() == 0 {
            if self.decoder.is_finished() {
                if !self.next_frame()? {
                    return Ok(0);
                }
            } else {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, one).map_err(io::Error::other)?;
            }
        }
        self.decoder.read(target)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::of;

    const TEXT: &str = "up 1\n";

    #[test]
    fn dumps_are_decompressed() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(TEXT.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let zstd = compress_to_vec(TEXT.as_bytes(), CompressionLevel::Fastest);
        for bytes in [TEXT.as_bytes(), &gzip, &zstd] {
            assert_eq!(of(bytes, "a", 100, 0).unwrap().text, TEXT);
            let cut = of(&bytes[..bytes.len() - 1], "a", 100, 0);
            assert!(cut.is_err() || cut.unwrap().text.len() < TEXT.len());
        }
        assert_eq!(of(&b""[..], "a", 100, 0).unwrap().text, "");
    }

    #[test]
    fn parts_one_behind_the_other_are_one_dump() {
        let mut zstd = compress_to_vec(&b"a 1\n"[..], CompressionLevel::Fastest);
        // A frame to be skipped, of three bytes.
        zstd.extend([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
        zstd.extend(compress_to_vec(&b"b 2\n"[..], CompressionLevel::Fastest));
        assert_eq!(of(&zstd[..], "a", 100, 9).unwrap().text, "a 1\nb 2\n");
        zstd.extend(b"rest");
        assert!(of(&zstd[..], "a", 100, 9).is_err());
    }

    #[test]
    fn what_is_small_only_while_it_is_compressed_is_refused() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&[b'\n'; 100_000]).unwrap();
        let told = of(&gzip.finish().unwrap()[..], "a", 50_000, 0).unwrap_err();
        assert!(told.contains("--max-file-size"), "{told}");
    }
}
