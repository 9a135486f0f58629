//! Messages on the wire: a header with a length, and JSON.

use std::io::{self, BufRead, Read, Write};

use serde_json::Value;

/// The longest line of a header, and the longest message. A file that is opened comes whole in one.
const MAX_HEADER: u64 = 4 << 10;
const MAX_MESSAGE: u64 = 256 << 20;

/// What came.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// JSON.
    Message(Value),
    /// Nothing that can be read, and why.
    Broken(String),
}

/// Reads what comes next; nothing at the end. After a broken one, what follows is read as if it had not been there.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let field = line.trim_ascii();
        if field.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(field);
        if let Some((name, value)) = text.split_once(':')
            && name.eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length else {
        return Ok(Some(Frame::Broken("a message begins with `Content-Length: BYTES`".to_owned())));
    };
    if length > MAX_MESSAGE {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Some(Frame::Broken(format!("a message of {length} bytes is too long"))));
    }
    let mut body = Vec::new();
    if input.take(length).read_to_end(&mut body)? as u64 != length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => Frame::Message(message),
        Err(error) => Frame::Broken(format!("not JSON: {error}")),
    }))
}

/// Writes a message.
pub(super) fn write(out: &mut dyn Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reading_goes_on_behind_what_is_broken() {
        let mut wire = Vec::new();
        wire.extend_from_slice(b"Content-Length: 3\r\n\r\n{x}");
        wire.extend_from_slice(b"nonsense\r\n\r\n");
        wire.extend_from_slice(b"Content-Length: 99999999999999999999\r\n\r\n");
        write(&mut wire, &json!({"a": "é"})).unwrap();
        wire.extend_from_slice(b"Content-Length: 9\r\n\r\n{}");
        let mut input = &wire[..];
        for _ in 0..3 {
            assert!(matches!(read(&mut input).unwrap(), Some(Frame::Broken(_))));
        }
        assert_eq!(read(&mut input).unwrap(), Some(Frame::Message(json!({"a": "é"}))));
        assert_eq!(read(&mut input).unwrap(), None);
    }
}
