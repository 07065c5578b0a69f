//! Recursive descent over the grammar of CQL2 text, bounded in depth and size.

use serde_json::{Value, json};

use super::lexer::{Token, tokens, unexpected};
use super::{CONDITIONS_MAX, DEPTH_MAX, Expr, Op, TEXT_BYTES_MAX};
use crate::domain::crm::Fault;

/// Reads a filter.
///
/// # Errors
/// The first fault, with its position in the text, counted from 1.
pub fn parse(text: &str) -> Result<Expr, Fault> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Fault::new("/filter", "text.too_long").with("max", TEXT_BYTES_MAX));
    }
    let mut parser =
        Parser { tokens: tokens(text)?, next: 0, end: text.len(), depth: 0, n_conditions: 0 };
    let expr = parser.any_of()?;
    if parser.next < parser.tokens.len() {
        return Err(parser.unexpected());
    }
    Ok(expr)
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
    n_conditions: usize,
}

impl Parser {
    fn unexpected(&self) -> Fault {
        unexpected(self.tokens.get(self.next).map_or(self.end, |(at, _)| *at))
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn take(&mut self) -> Result<Token, Fault> {
        let token = self.peek().cloned().ok_or_else(|| self.unexpected())?;
        self.next += 1;
        Ok(token)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    fn skip_word(&mut self, word: &str) -> bool {
        let is_word = self.is_word(word);
        self.next += usize::from(is_word);
        is_word
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Fault> {
        if self.skip_word(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn skip_sign(&mut self, sign: &str) -> bool {
        let is_sign = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(is_sign);
        is_sign
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), Fault> {
        if self.skip_sign(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn any_of(&mut self) -> Result<Expr, Fault> {
        let mut parts = vec![self.all_of()?];
        while self.skip_word("or") {
            parts.push(self.all_of()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Or(parts) })
    }

    fn all_of(&mut self) -> Result<Expr, Fault> {
        let mut parts = vec![self.term()?];
        while self.skip_word("and") {
            parts.push(self.term()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::And(parts) })
    }

    fn term(&mut self) -> Result<Expr, Fault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Fault::new("/filter", "filter.too_deep").with("max", DEPTH_MAX));
        }
        let expr = if self.skip_word("not") {
            Expr::Not(Box::new(self.term()?))
        } else if self.skip_sign("(") {
            let inner = self.any_of()?;
            self.expect_sign(")")?;
            inner
        } else {
            self.condition()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn condition(&mut self) -> Result<Expr, Fault> {
        self.n_conditions += 1;
        if self.n_conditions > CONDITIONS_MAX {
            return Err(Fault::new("/filter", "filter.too_large").with("max", CONDITIONS_MAX));
        }
        if self.skip_word("s_intersects") {
            return self.intersects();
        }
        let property = self.property()?;
        if self.skip_word("is") {
            let is_negated = self.skip_word("not");
            self.expect_word("null")?;
            return Ok(negated(Expr::IsNull { property }, is_negated));
        }
        let is_negated = self.skip_word("not");
        if self.skip_word("in") {
            let values = self.list()?;
            return Ok(negated(Expr::In { property, values }, is_negated));
        }
        if self.skip_word("like") {
            let Token::Text(pattern) = self.take()? else { return Err(self.before()) };
            return Ok(negated(Expr::Like { property, pattern }, is_negated));
        }
        if self.skip_word("between") {
            let low = self.value()?;
            self.expect_word("and")?;
            let high = self.value()?;
            return Ok(negated(Expr::Between { property, low, high }, is_negated));
        }
        if is_negated {
            return Err(self.unexpected());
        }
        let op = self.operator()?;
        Ok(Expr::Compare { property, op, value: self.value()? })
    }

    /// The fault of the token just taken.
    fn before(&mut self) -> Fault {
        self.next -= 1;
        self.unexpected()
    }

    fn property(&mut self) -> Result<String, Fault> {
        match self.take()? {
            Token::Word(name) | Token::Quoted(name) => Ok(name),
            _ => Err(self.before()),
        }
    }

    fn operator(&mut self) -> Result<Op, Fault> {
        const OPERATORS: [(&str, Op); 6] = [
            ("=", Op::Eq),
            ("<>", Op::Ne),
            ("<", Op::Lt),
            ("<=", Op::Lte),
            (">", Op::Gt),
            (">=", Op::Gte),
        ];
        let found = OPERATORS.into_iter().find(|(sign, _)| self.skip_sign(sign));
        found.map(|(_, op)| op).ok_or_else(|| self.unexpected())
    }

    fn list(&mut self) -> Result<Vec<Value>, Fault> {
        self.expect_sign("(")?;
        let mut values = vec![self.value()?];
        while self.skip_sign(",") {
            values.push(self.value()?);
        }
        self.expect_sign(")")?;
        Ok(values)
    }

    fn value(&mut self) -> Result<Value, Fault> {
        match self.take()? {
            Token::Text(text) => Ok(Value::String(text)),
            Token::Number(number) => Ok(json!(number)),
            Token::Word(word) if word.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
            Token::Word(word) if word.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
            Token::Word(word)
                if word.eq_ignore_ascii_case("date") || word.eq_ignore_ascii_case("timestamp") =>
            {
                self.instant()
            }
            _ => Err(self.before()),
        }
    }

    /// `('2026-11-22')`
    fn instant(&mut self) -> Result<Value, Fault> {
        self.expect_sign("(")?;
        let Token::Text(text) = self.take()? else { return Err(self.before()) };
        self.expect_sign(")")?;
        Ok(Value::String(text))
    }

    /// `(geometry, BBOX(w, s, e, n))` or a polygon as well-known text.
    fn intersects(&mut self) -> Result<Expr, Fault> {
        self.expect_sign("(")?;
        self.property()?;
        self.expect_sign(",")?;
        let geometry = if self.skip_word("bbox") {
            self.bbox()?
        } else if self.skip_word("polygon") {
            json!({"type": "Polygon", "coordinates": self.nested(2)?})
        } else {
            self.expect_word("multipolygon")?;
            json!({"type": "MultiPolygon", "coordinates": self.nested(3)?})
        };
        self.expect_sign(")")?;
        Ok(Expr::Intersects { geometry })
    }

    fn bbox(&mut self) -> Result<Value, Fault> {
        self.expect_sign("(")?;
        let mut sides = [0.0; 4];
        for (index, side) in sides.iter_mut().enumerate() {
            if index > 0 {
                self.expect_sign(",")?;
            }
            *side = self.number()?;
        }
        self.expect_sign(")")?;
        let [w, s, e, n] = sides;
        let ring = json!([[[w, s], [e, s], [e, n], [w, n], [w, s]]]);
        Ok(json!({"type": "Polygon", "coordinates": ring}))
    }

    /// Lists in lists of positions, so many deep.
    fn nested(&mut self, depth: usize) -> Result<Value, Fault> {
        if depth == 0 {
            return Ok(json!([self.number()?, self.number()?]));
        }
        self.expect_sign("(")?;
        let mut items = vec![self.nested(depth - 1)?];
        while self.skip_sign(",") {
            items.push(self.nested(depth - 1)?);
        }
        self.expect_sign(")")?;
        Ok(Value::Array(items))
    }

    fn number(&mut self) -> Result<f64, Fault> {
        match self.take()? {
            Token::Number(number) => Ok(number),
            _ => Err(self.before()),
        }
    }
}

fn negated(expr: Expr, is_negated: bool) -> Expr {
    if is_negated { Expr::Not(Box::new(expr)) } else { expr }
}
