//! Words, numbers, texts and signs of CQL2, each with its place.

use crate::domain::crm::Fault;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Word(String),
    /// A property in double quotes: never a keyword.
    Quoted(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
}

const SIGNS: [&str; 10] = ["<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "+"];

/// The tokens with their byte positions.
///
/// # Errors
/// `cql2.unexpected` at a character that begins no token.
pub fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (token, n_bytes) = token(&text[at..]).ok_or_else(|| unexpected(at))?;
        tokens.push((at, token));
        at += n_bytes;
    }
    Ok(tokens)
}

/// The fault of something that does not belong where it stands.
pub fn unexpected(at: usize) -> Fault {
    Fault::new("/filter", "cql2.unexpected").with("position", at + 1)
}

fn token(rest: &str) -> Option<(Token, usize)> {
    let first = rest.chars().next()?;
    match first {
        '\'' => quoted(rest, '\'').map(|(text, n)| (Token::Text(text), n)),
        '"' => quoted(rest, '"').map(|(text, n)| (Token::Quoted(text), n)),
        '0'..='9' | '.' | '-' => number(rest),
        c if c.is_alphabetic() || c == '_' => {
            let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
            let n = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            Some((Token::Word(rest[..n].to_owned()), n))
        }
        _ => {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            Some((Token::Sign(sign), sign.len()))
        }
    }
}

/// A doubled quote stands for itself.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            text.push(c);
        } else if chars.next_if(|(_, next)| *next == quote).is_some() {
            text.push(quote);
        } else {
            return Some((text, at + 1));
        }
    }
    None
}

fn number(rest: &str) -> Option<(Token, usize)> {
    let bytes = rest.as_bytes();
    let is_part = |(at, byte): (usize, &u8)| match byte {
        b'0'..=b'9' | b'.' | b'e' | b'E' => true,
        b'-' | b'+' => at == 0 || matches!(bytes[at - 1], b'e' | b'E'),
        _ => false,
    };
    let n = bytes.iter().enumerate().take_while(|entry| is_part(*entry)).count();
    let number: f64 = rest[..n].parse().ok().filter(|number: &f64| number.is_finite())?;
    Some((Token::Number(number), n))
}
