//! The site.

fn main() {
    lychgate::start();
}
