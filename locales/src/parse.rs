//! Parses messages in Fluent's syntax.

use std::collections::BTreeSet;

use fluent_syntax::{ast, parser};

use crate::{Catalog, Content, Language, Message, Piece, Problem, file_name};

/// Reads the catalog of `language` from the text of its file.
///
/// # Errors
///
/// Returns everything in it that is no message, or none that the site supports.
pub fn parse(language: &'static Language, source: &str) -> Result<Catalog, Vec<Problem>> {
    let file = file_name(language);
    let problem = |message: &str, reason: String| Problem { file: file.clone(), message: message.to_owned(), reason };
    let (resource, errors) = match parser::parse(source) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    let mut problems: Vec<_> = errors
        .iter()
        .map(|error| {
            let line = source.get(..error.pos.start).unwrap_or(source).lines().count().max(1);
            problem("", format!("line {line} is not Fluent: {}.", error.kind))
        })
        .collect();
    let (mut messages, mut known) = (Vec::new(), BTreeSet::new());
    for entry in resource.body {
        let message = match entry {
            ast::Entry::Message(message) => message,
            ast::Entry::Term(term) => {
                problems.push(problem(term.id.name, "terms are not supported; please write the text out.".to_owned()));
                continue;
            }
            // Entries that are no messages have their error above.
            ast::Entry::Comment(_)
            | ast::Entry::GroupComment(_)
            | ast::Entry::ResourceComment(_)
            | ast::Entry::Junk { .. } => continue,
        };
        let id = message.id.name;
        if !known.insert(id) {
            problems.push(problem(id, "there are two messages of this name.".to_owned()));
        }
        if !message.attributes.is_empty() {
            problems.push(problem(id, "attributes are not supported; please make a message of each.".to_owned()));
        }
        match message
            .value
            .as_ref()
            .ok_or_else(|| "it says nothing.".to_owned())
            .and_then(|value| content(language, value))
        {
            Ok(content) => messages.push(Message { id: id.to_owned(), content }),
            Err(reason) => problems.push(problem(id, reason)),
        }
    }
    if problems.is_empty() { Ok(Catalog { language, messages }) } else { Err(problems) }
}

fn content(language: &Language, pattern: &ast::Pattern<&str>) -> Result<Content, String> {
    let choices = |element: &&ast::PatternElement<&str>| {
        matches!(element, ast::PatternElement::Placeable { expression: ast::Expression::Select { .. } })
    };
    let Some(place) = pattern.elements.iter().position(|element| choices(&element)) else {
        return pieces(&pattern.elements).map(Content::Plain);
    };
    let (before, rest) = pattern.elements.split_at(place);
    let Some((ast::PatternElement::Placeable { expression: ast::Expression::Select { selector, variants } }, after)) =
        rest.split_first()
    else {
        return Err("it has a choice that can’t be read.".to_owned());
    };
    if after.iter().any(|element| choices(&element)) {
        return Err("it has more than one choice; please write each case out in one.".to_owned());
    }
    let ast::InlineExpression::VariableReference { id } = selector else {
        return Err("only a $variable can be chosen by.".to_owned());
    };
    let (before, after) = (pieces(before)?, pieces(after)?);
    let mut cases: Vec<(String, Vec<Piece>)> = Vec::new();
    for variant in variants {
        let name = match &variant.key {
            ast::VariantKey::Identifier { name } if language.plurals.contains(name) => *name,
            ast::VariantKey::Identifier { name } => {
                let categories = language.plurals.join(", ");
                return Err(format!("[{name}] is no category of numbers in this language; it has {categories}."));
            }
            ast::VariantKey::NumberLiteral { value } if value.bytes().all(|byte| byte.is_ascii_digit()) => *value,
            ast::VariantKey::NumberLiteral { value } => return Err(format!("[{value}] is no whole number.")),
        };
        if variant.default != (name == "other") {
            return Err("the case for all other numbers has to be *[other].".to_owned());
        }
        if cases.iter().any(|(other, _)| other == name) {
            return Err(format!("[{name}] is there twice."));
        }
        let text = merged([before.clone(), pieces(&variant.value.elements)?, after.clone()].concat());
        if let Some(Piece::Variable(other)) =
            text.iter().find(|piece| matches!(piece, Piece::Variable(name) if name != id.name))
        {
            return Err(format!("a message that chooses by ${} can’t have ${other} as well.", id.name));
        }
        cases.push((name.to_owned(), text));
    }
    Ok(Content::Plural { variable: id.name.to_owned(), cases })
}

fn pieces(elements: &[ast::PatternElement<&str>]) -> Result<Vec<Piece>, String> {
    let pieces: Result<Vec<_>, String> = elements
        .iter()
        .map(|element| match element {
            ast::PatternElement::TextElement { value } => match value.find(['\n', '\r', '{', '}', '`']) {
                Some(_) if value.contains('\n') => Err("its text has to stand on one line.".to_owned()),
                Some(_) => Err("its text can’t have braces or backticks.".to_owned()),
                None => Ok(Piece::Text((*value).to_owned())),
            },
            ast::PatternElement::Placeable { expression } => match expression {
                ast::Expression::Inline(ast::InlineExpression::VariableReference { id }) => {
                    Ok(Piece::Variable(id.name.to_owned()))
                }
                ast::Expression::Inline(
                    ast::InlineExpression::StringLiteral { .. } | ast::InlineExpression::NumberLiteral { .. },
                ) => Err("literals in braces are not supported; please write the text itself.".to_owned()),
                ast::Expression::Inline(ast::InlineExpression::FunctionReference { .. }) => {
                    Err("functions are not supported: the site writes dates and numbers itself.".to_owned())
                }
                ast::Expression::Inline(_) => {
                    Err("references are not supported; please write the text out.".to_owned())
                }
                ast::Expression::Select { .. } => Err("a choice within a choice is not supported.".to_owned()),
            },
        })
        .collect();
    pieces.map(merged)
}

/// Joins adjacent texts.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.into_iter().fold(Vec::new(), |mut merged, piece| {
        match (merged.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => merged.push(piece),
        }
        merged
    })
}
