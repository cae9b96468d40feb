//! Formats of dates, numbers, plurals and lists by the browser's `Intl`. `tag` is the BCP 47 tag of the language.

use js_sys::{Array, Date, Function, Intl::PluralRules, Number, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Formats a whole number.
pub fn number(tag: &str, number: u32) -> String {
    Number::from(number).to_locale_string(tag).into()
}

/// Returns the plural category of a number: `one`, `other`, or another of CLDR's.
pub fn plural(tag: &str, number: u32) -> String {
    let rules = PluralRules::new(&Array::of1(&tag.into()), &Object::new());
    rules.select(f64::from(number)).into()
}

/// Formats a list: "a, b, and c". In browsers without `Intl.ListFormat`, commas stand between all items.
pub fn list(tag: &str, items: &[String]) -> String {
    let listed = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let constructor: Function = Reflect::get(&intl, &"ListFormat".into())?.dyn_into()?;
        let format = Reflect::construct(&constructor, &Array::of1(&tag.into()))?;
        let method: Function = Reflect::get(&format, &"format".into())?.dyn_into()?;
        method.call1(&format, &items.iter().map(|item| JsValue::from_str(item)).collect::<Array>())
    };
    listed().ok().and_then(|text: JsValue| text.as_string()).unwrap_or_else(|| items.join(", ")) // Not in old browsers.
}

/// Returns year, month (1 to 12) and day of a time with its zone, in the zone of the browser; `None` where it is no time, and natively.
pub fn local_day(time: &str) -> Option<[u16; 3]> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    let time = Date::new(&time.into());
    let is_time = time.get_time().is_finite();
    let day = [time.get_full_year(), time.get_month() + 1, time.get_date()];
    is_time.then(|| day.map(|number| u16::try_from(number).unwrap_or_default())) // No year of Directus is later than 9999.
}

/// Formats a day, with the name of its month. `month` is 1 to 12.
pub fn date(tag: &str, [year, month, day]: [u16; 3]) -> String {
    let options = Object::new();
    for (name, value) in [("day", "numeric"), ("month", "long"), ("year", "numeric"), ("timeZone", "UTC")] {
        let _ = Reflect::set(&options, &name.into(), &value.into()); // A plain object takes all.
    }
    let at = Date::new(&JsValue::from_str(&format!("{year:04}-{month:02}-{day:02}")));
    at.to_locale_date_string(tag, &options).into()
}
