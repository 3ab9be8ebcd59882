//! The syntax inside `#[model(…)]` and the like: `word`, `word = value`, `word(items)`, `"text"`.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Path, PathSegment, Token, token};

use crate::ctxt::Ctxt;

/// One item of an attribute's list.
pub(crate) struct Item {
    pub(crate) key: Key,
    pub(crate) value: Value,
}

/// What an item begins with.
pub(crate) enum Key {
    /// A word, or the path of a model.
    Path(Path),
    /// A text.
    Text(LitStr),
}

/// What follows the key.
pub(crate) enum Value {
    /// Nothing.
    Bare,
    /// `= value`
    Equals(Expr),
    /// `(items)`
    List(Vec<Item>),
}

impl Item {
    /// The key, if it is one word.
    pub(crate) fn word(&self) -> Option<&Ident> {
        match &self.key {
            Key::Path(path) => path.get_ident(),
            Key::Text(_) => None,
        }
    }

    /// Where the key stands.
    pub(crate) fn span(&self) -> Span {
        match &self.key {
            Key::Path(path) => path.span(),
            Key::Text(text) => text.span(),
        }
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = match input.peek(LitStr) {
            true => Key::Text(input.parse()?),
            false => Key::Path(path(input)?),
        };
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Equals(input.parse()?)
        } else if input.peek(token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            Value::List(content.parse_terminated(Item::parse, Token![,])?.into_iter().collect())
        } else {
            Value::Bare
        };
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error("expected a comma"));
        }
        Ok(Item { key, value })
    }
}

/// A path of words; unlike syn's own it takes keywords, such as `type` and `where`.
fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    let leading_colon = input.parse()?;
    let mut segments = Punctuated::new();
    loop {
        segments.push_value(PathSegment::from(Ident::parse_any(input)?));
        if !input.peek(Token![::]) {
            return Ok(Path { leading_colon, segments });
        }
        segments.push_punct(input.parse()?);
    }
}

/// The items of every attribute of that name.
pub(crate) fn items(attrs: &[Attribute], name: &str, cx: &Ctxt) -> Vec<Item> {
    let mut all = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
        match &attr.meta {
            Meta::List(list) => match list.parse_args_with(Punctuated::<Item, Token![,]>::parse_terminated) {
                Ok(items) => all.extend(items),
                Err(error) => cx.push(error),
            },
            Meta::Path(_) | Meta::NameValue(_) => {
                cx.error_in(attr, format!("write it with a list: `#[{name}(…)]`"));
            }
        }
    }
    all
}

/// The doc comment as one text: lines of a paragraph are joined, paragraphs and list items are kept apart.
pub(crate) fn doc_comment(attrs: &[Attribute], cx: &Ctxt) -> Option<String> {
    let mut comment = String::new();
    let mut at_start = true;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        let Meta::NameValue(meta) = &attr.meta else { continue };
        let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &meta.value else { continue };
        if text.value().contains('\0') {
            cx.error_in(text, "a comment of the database cannot hold a NUL");
        }
        for line in text.value().split('\n').map(str::trim) {
            let is_item = line.starts_with("- ") || line.starts_with("* ") || line.starts_with('#');
            if line.is_empty() {
                at_start = true;
                continue;
            }
            comment.push_str(match (comment.is_empty(), at_start, is_item) {
                (true, _, _) => "",
                (false, true, _) => "\n\n",
                (false, false, true) => "\n",
                (false, false, false) => " ",
            });
            comment.push_str(line);
            at_start = false;
        }
    }
    (!comment.is_empty()).then_some(comment)
}
