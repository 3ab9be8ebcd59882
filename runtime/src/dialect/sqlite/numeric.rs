//! Comparisons of decimals. SQLite keeps a decimal as text, so that no digit is lost, and would compare it
//! as text: '5' with '1000' letter by letter, and every text above every number.

#[cfg(test)]
mod tests;

use super::lexer::{self, Kind, Token};

/// The expression with every operand of a comparison that holds a decimal read as a number, as
/// `CAST(balance AS NUMERIC) > 0`. What is computed, shown or asked for NULL stays as it is written.
///
/// `is_decimal` says which columns are decimals. None when one is named and the expression cannot be read.
pub(super) fn compared(text: &str, is_decimal: &dyn Fn(&str) -> bool) -> Option<String> {
    let tokens = lexer::tokens(text);
    let names = |token: &Token<'_>| {
        matches!(token.kind, Kind::Word | Kind::Quoted) && token.name().is_some_and(|name| is_decimal(&name))
    };
    if !tokens.iter().any(names) {
        return Some(text.to_owned());
    }
    let mut reader = Reader { tokens: &tokens, at: 0, names: &names, depth: 0, casts: Vec::new() };
    reader.expression(OR)?;
    (reader.at == tokens.len()).then(|| reader.with_casts(text))
}

/// What makes a text no expression at all, as far as its first and last token tell.
pub(super) fn slip(text: &str) -> Option<String> {
    let tokens = lexer::tokens(text);
    let last = tokens.last()?;
    let is_whole = ["END", "ISNULL", "NOTNULL"].iter().any(|word| last.is_word(word));
    let is_open = RESERVED.iter().any(|word| last.is_word(word)) && !is_whole;
    if is_open || (last.kind == Kind::Symbol && !last.is(')')) {
        return Some(format!("nothing follows `{}`", last.text));
    }
    let first = tokens.first()?;
    let is_sign = ['(', '-', '+', '~'].iter().any(|sign| first.is(*sign));
    (first.kind == Kind::Symbol && !is_sign).then(|| format!("nothing stands before `{}`", first.text))
}

// How tightly operators bind; a left operand is read up to one that binds less.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const EQUALITY: u8 = 4;
const ORDER: u8 = 5;
const BITS: u8 = 6;
const SUM: u8 = 7;
const PRODUCT: u8 = 8;
const JOIN: u8 = 9;
const COLLATION: u8 = 10;
const SIGN: u8 = 11;

/// How many expressions may stand in each other; SQLite itself takes a thousand.
const DEEPEST: usize = 200;

/// Words that stand behind an operand or between two, or begin what is no expression.
const RESERVED: [&str; 25] = [
    "AND", "AS", "BETWEEN", "CASE", "COLLATE", "ELSE", "END", "ESCAPE", "EXISTS", "FROM", "GLOB", "IN", "IS",
    "ISNULL", "LIKE", "MATCH", "NOT", "NOTNULL", "OR", "RAISE", "REGEXP", "SELECT", "THEN", "VALUES", "WHEN",
];

/// Functions that give one of their arguments as it is.
const PASSING: [&str; 4] = ["COALESCE", "IFNULL", "IIF", "IF"];
/// Functions that compare their arguments.
const COMPARING: [&str; 3] = ["NULLIF", "MIN", "MAX"];

/// A part of the expression that is a value.
#[derive(Clone, Copy)]
struct Operand {
    /// Its first token.
    first: usize,
    /// The token behind its last.
    end: usize,
    /// Whether it may be the text of a decimal.
    is_decimal: bool,
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    names: &'a dyn Fn(&Token<'_>) -> bool,
    /// How many expressions are open.
    depth: usize,
    /// What is to be read as a number: first token, and the token behind the last.
    casts: Vec<(usize, usize)>,
}

impl Reader<'_> {
    fn with_casts(&self, text: &str) -> String {
        let mut whole = String::with_capacity(text.len());
        let mut done = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            whole.push_str(&text[done..token.start]);
            self.casts.iter().filter(|(first, _)| *first == at).for_each(|_| whole.push_str("CAST("));
            whole.push_str(token.text);
            self.casts.iter().filter(|(_, end)| *end == at + 1).for_each(|_| whole.push_str(" AS NUMERIC)"));
            done = token.end();
        }
        whole.push_str(&text[done..]);
        whole
    }

    /// An expression whose operators bind at least that tightly.
    fn expression(&mut self, least: u8) -> Option<Operand> {
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let mut left = self.prefixed()?;
        while let Some(is_decimal) = self.operator(left, least)? {
            left = Operand { end: self.at, is_decimal, ..left };
        }
        self.depth -= 1;
        Some(left)
    }

    /// What stands behind an operand, if it binds at least that tightly: whether the whole may be a decimal.
    fn operator(&mut self, left: Operand, least: u8) -> Option<Option<bool>> {
        let (level, length) = self.level();
        if level < least {
            return Some(None);
        }
        let at = self.at;
        self.at += length;
        match level {
            EQUALITY if self.tokens[at].kind == Kind::Word => self.word(left, at)?,
            EQUALITY | ORDER => {
                let right = self.expression(level + 1)?;
                self.compare([left, right]);
            }
            COLLATION => self.at += 1,
            _ => drop(self.expression(level + 1)?),
        }
        Some(Some(false))
    }

    /// How tightly the operator at this place binds, and how many tokens it has; 0 when there is none.
    fn level(&self) -> (u8, usize) {
        let Some(token) = self.tokens.get(self.at) else { return (0, 0) };
        if token.kind == Kind::Word {
            let level = match token.text.to_ascii_uppercase().as_str() {
                "OR" => OR,
                "AND" => AND,
                "IS" | "NOT" | "IN" | "BETWEEN" | "LIKE" | "GLOB" | "MATCH" | "REGEXP" | "ISNULL"
                | "NOTNULL" => EQUALITY,
                "COLLATE" => COLLATION,
                _ => 0,
            };
            return (level, 1);
        }
        let signs = ["->>", "||", "->", "==", "<>", "!=", "<=", ">=", "<<", ">>"];
        let found = signs.into_iter().find(|signs| self.reads(signs));
        match found.unwrap_or(token.text) {
            "->>" => (JOIN, 3),
            "||" | "->" => (JOIN, 2),
            "==" | "<>" | "!=" => (EQUALITY, 2),
            "<=" | ">=" => (ORDER, 2),
            "<<" | ">>" => (BITS, 2),
            "=" => (EQUALITY, 1),
            "<" | ">" => (ORDER, 1),
            "&" | "|" => (BITS, 1),
            "+" | "-" => (SUM, 1),
            "*" | "/" | "%" => (PRODUCT, 1),
            _ => (0, 0),
        }
    }

    /// Whether the next tokens are those signs, side by side.
    fn reads(&self, signs: &str) -> bool {
        let next = self.tokens[self.at..].iter().zip(signs.chars());
        let start = self.tokens[self.at].start;
        self.tokens.len() >= self.at + signs.len()
            && next.enumerate().all(|(step, (token, sign))| token.is(sign) && token.start == start + step)
    }

    /// A comparison by a word, which stands at `at`.
    fn word(&mut self, left: Operand, at: usize) -> Option<()> {
        let mut word = self.tokens[at].text.to_ascii_uppercase();
        if word == "NOT" {
            word = self.tokens.get(self.at)?.text.to_ascii_uppercase();
            self.at += 1;
        }
        match word.as_str() {
            "ISNULL" | "NOTNULL" | "NULL" => {}
            "IS" => {
                self.skip("NOT");
                if self.skip("DISTINCT") && !self.skip("FROM") {
                    return None;
                }
                if !self.skip("NULL") {
                    let right = self.expression(ORDER)?;
                    self.compare([left, right]);
                }
            }
            "BETWEEN" => {
                let low = self.expression(ORDER)?;
                if !self.skip("AND") {
                    return None;
                }
                let high = self.expression(ORDER)?;
                self.compare([left, low, high]);
            }
            "IN" => {
                let mut all = self.list()?;
                all.push(left);
                self.compare(all);
            }
            "LIKE" | "GLOB" | "MATCH" | "REGEXP" => {
                self.expression(ORDER)?;
                if self.skip("ESCAPE") {
                    self.expression(ORDER)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// Notes which of the values that are compared with each other must be read as numbers.
    fn compare(&mut self, all: impl IntoIterator<Item = Operand>) {
        let decimals = all.into_iter().filter(|operand| operand.is_decimal);
        self.casts.extend(decimals.map(|operand| (operand.first, operand.end)));
    }

    fn prefixed(&mut self) -> Option<Operand> {
        let first = self.at;
        let token = self.tokens.get(first)?;
        if token.is_word("NOT") {
            self.at += 1;
            self.expression(NOT)?;
            return Some(Operand { first, end: self.at, is_decimal: false });
        }
        if let Some(sign) = ['-', '+', '~'].into_iter().find(|sign| token.is(*sign)) {
            self.at += 1;
            let operand = self.expression(SIGN)?;
            // A plus computes nothing: the text stays a text.
            return Some(Operand { first, is_decimal: sign == '+' && operand.is_decimal, ..operand });
        }
        let is_decimal = self.value()?;
        Some(Operand { first, end: self.at, is_decimal })
    }

    /// A value without an operator; whether it may be a decimal.
    fn value(&mut self) -> Option<bool> {
        let token = self.tokens.get(self.at)?;
        if token.is('(') {
            let inner = self.list()?;
            return match &inner[..] {
                [only] => Some(only.is_decimal),
                _ => None,
            };
        }
        self.at += 1;
        match token.kind {
            Kind::Text | Kind::Blob | Kind::Number => Some(false),
            Kind::Parameter | Kind::Symbol | Kind::Unterminated => None,
            Kind::Word if token.is_word("CASE") => self.case(),
            Kind::Word if RESERVED.iter().any(|word| token.is_word(word)) => None,
            Kind::Word | Kind::Quoted if self.next_is('(') => self.call(token),
            Kind::Word | Kind::Quoted => {
                let mut name = token;
                while self.next_is('.') {
                    name = self.tokens.get(self.at + 1)?;
                    self.at += 2;
                }
                Some((self.names)(name))
            }
        }
    }

    fn call(&mut self, name: &Token<'_>) -> Option<bool> {
        if name.is_word("CAST") {
            self.at += 1;
            self.expression(OR)?;
            if !self.skip("AS") {
                return None;
            }
            let mut depth = 1_usize;
            while depth > 0 {
                let token = self.tokens.get(self.at)?;
                depth = depth + usize::from(token.is('(')) - usize::from(token.is(')'));
                self.at += 1;
            }
            return Some(false);
        }
        let arguments = self.list()?;
        let is = |names: &[&str]| names.iter().any(|other| name.is_word(other));
        if is(&COMPARING) {
            self.compare(arguments);
            return Some(false);
        }
        Some(is(&PASSING) && arguments.iter().any(|argument| argument.is_decimal))
    }

    /// `CASE … END`, from behind its first word.
    fn case(&mut self) -> Option<bool> {
        let mut compared = Vec::new();
        let is_of_value = !self.tokens.get(self.at)?.is_word("WHEN");
        if is_of_value {
            compared.push(self.expression(OR)?);
        }
        let mut is_decimal = false;
        while self.skip("WHEN") {
            let when = self.expression(OR)?;
            if is_of_value {
                compared.push(when);
            }
            if !self.skip("THEN") {
                return None;
            }
            is_decimal |= self.expression(OR)?.is_decimal;
        }
        if self.skip("ELSE") {
            is_decimal |= self.expression(OR)?.is_decimal;
        }
        self.compare(compared);
        self.skip("END").then_some(is_decimal)
    }

    /// Expressions in parentheses, with commas between them.
    fn list(&mut self) -> Option<Vec<Operand>> {
        if !self.next_is('(') {
            return None;
        }
        self.at += 1;
        let mut all = Vec::new();
        while !self.next_is(')') {
            all.push(self.expression(OR)?);
            if !self.next_is(',') {
                break;
            }
            self.at += 1;
        }
        let is_closed = self.next_is(')');
        self.at += 1;
        is_closed.then_some(all)
    }

    fn next_is(&self, symbol: char) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.is(symbol))
    }

    /// Goes past a word, if it stands here.
    fn skip(&mut self, word: &str) -> bool {
        let is_there = self.tokens.get(self.at).is_some_and(|token| token.is_word(word));
        self.at += usize::from(is_there);
        is_there
    }
}
