//! Directus' REST API, as far as provisioning and seeding need it.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::multipart::{Form, Part};

/// A Directus and the token to speak to it with.
pub struct Directus {
    agent: Agent,
    base: String,
    token: String,
}

/// An answer: the status, and `data` of its body.
struct Answer {
    status: u16,
    body: Value,
}

impl Directus {
    /// `url` is what Directus' PUBLIC_URL says, with or without a slash at its end. Nothing is sent yet.
    pub fn new(url: &str, token: &str) -> Self {
        let tls = TlsConfig::builder()
            // The system's certificates: a Directus inside a company has one of the company's own.
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Self { agent, base: url.trim_end_matches('/').to_owned(), token: token.to_owned() }
    }

    /// Checks that a Directus answers at the address and that the token is an administrator's.
    pub fn check(&self) -> Result<()> {
        let info = self.send("GET", "/server/info", None)?;
        if info.status == 401 || info.status == 403 {
            bail!("{} does not accept the token: is it an administrator's static token, whole and current?", self.base);
        }
        if info.status != 200 || info.body.get("project").is_none() {
            bail!("{} answers, but not as a Directus: give the address that ends where /server/info begins", self.base);
        }
        let me = self.send("GET", "/policies/me/globals", None)?;
        if me.status == 401 || me.status == 403 {
            bail!("{} does not accept the token: is it an administrator's static token, whole and current?", self.base);
        }
        if me.status == 404 {
            bail!("{} is a Directus older than 11, which has no policies: update it first", self.base);
        }
        if me.body.get("admin_access") != Some(&Value::Bool(true)) {
            bail!("the token belongs to somebody without admin access: provisioning needs an administrator's token");
        }
        Ok(())
    }

    /// `GET`, failing on any status but success.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.expect("GET", path, None)
    }

    /// `GET` without the token, as whoever is not signed in: the status, and the body as it came but for a `data` around it.
    pub fn get_as_nobody(&self, path: &str) -> Result<(u16, Value)> {
        let response = self.agent.get(format!("{}{path}", self.base)).call();
        let answer = read(response.map_err(|error| self.unreachable(&error))?)?;
        Ok((answer.status, answer.body))
    }

    /// Whether this Directus takes rules of one's own about who may do what: a filter, a list of fields, a validation.
    /// Version 12 takes none without a licence.
    pub fn takes_rules(&self) -> Result<bool> {
        let license = self.send("GET", "/license", None)?;
        if license.status != 200 {
            // 11 has no licences.
            return Ok(true);
        }
        let entitlement = license.body.pointer("/entitlements/custom_permission_rules_enabled");
        let flag = |key| entitlement.and_then(|entitlement| entitlement.get(key)).and_then(Value::as_bool);
        Ok(flag("override").or_else(|| flag("default")).unwrap_or(true))
    }

    /// `POST`, failing on any status but success.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.expect("POST", path, Some(body))
    }

    /// `PATCH`, failing on any status but success.
    pub fn patch(&self, path: &str, body: &Value) -> Result<Value> {
        self.expect("PATCH", path, Some(body))
    }

    /// Uploads a file into a folder and gives its id.
    pub fn upload(&self, folder: &str, name: &str, title: &str, mime: &str, bytes: &[u8]) -> Result<String> {
        // Directus reads the fields before the file, and only those.
        let form = Form::new().text("folder", folder).text("title", title).part(
            "file",
            Part::bytes(bytes).file_name(name).mime_str(mime).with_context(|| format!("{mime} is no media type"))?,
        );
        let response = self
            .agent
            .post(format!("{}/files", self.base))
            .header("Authorization", format!("Bearer {}", self.token))
            .send(form)
            .map_err(|error| self.unreachable(&error))?;
        let answer = read(response)?;
        if answer.status != 200 {
            bail!("uploading {name} failed: {}", answer.problem());
        }
        answer
            .body
            .get("id")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .context("Directus answered an upload without the file's id")
    }

    fn expect(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let answer = self.send(method, path, body)?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.body);
        }
        bail!("Directus refused {method} {path}: {}", answer.problem())
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer> {
        let url = format!("{}{path}", self.base);
        let bearer = format!("Bearer {}", self.token);
        let response = match (method, body) {
            ("GET", _) => self.agent.get(url).header("Authorization", bearer).call(),
            ("PATCH", Some(body)) => self.agent.patch(url).header("Authorization", bearer).send_json(body),
            (_, Some(body)) => self.agent.post(url).header("Authorization", bearer).send_json(body),
            _ => bail!("{method} {path} without a body"),
        };
        read(response.map_err(|error| self.unreachable(&error))?)
    }

    fn unreachable(&self, error: &ureq::Error) -> anyhow::Error {
        match error {
            ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::RequireHttpsOnly(_) => {
                anyhow!("{} is no address: give one like https://example.com/directus", self.base)
            }
            _ => anyhow!("{} cannot be reached: {error}", self.base),
        }
    }
}

/// A value of a query, percent-encoded.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

impl Answer {
    /// The status with Directus' own words.
    fn problem(&self) -> String {
        let messages: Vec<&str> = self
            .body
            .get("errors")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|error| error.get("message").and_then(Value::as_str))
            .collect();
        if messages.is_empty() {
            format!("status {}", self.status)
        } else {
            format!("status {}: {}", self.status, messages.join("; "))
        }
    }
}

fn read(mut response: Response<ureq::Body>) -> Result<Answer> {
    let status = response.status().as_u16();
    let text = response
        .body_mut()
        .with_config()
        .limit(64 * 1024 * 1024)
        .read_to_string()
        .context("the answer of Directus broke off")?;
    // What is not JSON (a proxy's error page, the empty body of a 204) has no data.
    let mut body: Value = serde_json::from_str(&text).unwrap_or_default();
    if let Some(data) = body.get_mut("data") {
        body = data.take();
    }
    Ok(Answer { status, body })
}
