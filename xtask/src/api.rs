//! A client for the part of Directus' REST API that provisioning and seeding need.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::multipart::{Form, Part};

/// A Directus, and a token for it.
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
    /// Returns a client for the Directus whose PUBLIC_URL is `url`, with or without a trailing slash. Sends nothing
    /// yet.
    pub fn new(url: &str, token: &str) -> Self {
        let tls = TlsConfig::builder()
            // The system's certificates: an internal Directus may have one of a company's own authority.
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

    /// Checks that a Directus answers at the URL, and that the token is an administrator's.
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

    /// Sends a `GET`; any status but success is an error.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.expect("GET", path, None)
    }

    /// Sends a `GET` without the token. Returns the status, and the body or its `data`.
    pub fn get_as_nobody(&self, path: &str) -> Result<(u16, Value)> {
        let response = self.agent.get(format!("{}{path}", self.base)).call();
        let answer = read(response.map_err(|error| self.unreachable(&error))?)?;
        Ok((answer.status, answer.body))
    }

    /// Whether this Directus accepts custom permission rules: a filter, a list of fields, a validation.
    /// Version 12 accepts none without a licence.
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

    /// Sends a `POST`; any status but success is an error.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.expect("POST", path, Some(body))
    }

    /// Sends a `PATCH`; any status but success is an error.
    pub fn patch(&self, path: &str, body: &Value) -> Result<Value> {
        self.expect("PATCH", path, Some(body))
    }

    /// Uploads a file into a folder, and returns its id.
    pub fn upload(&self, folder: &str, name: &str, title: &str, mime: &str, bytes: &[u8]) -> Result<String> {
        // Directus reads only the fields before the file.
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

/// Percent-encodes a value of a query.
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
    /// Returns the status with Directus' messages.
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
    // A body that is not JSON (a proxy's error page, the empty body of a 204) has no data.
    let mut body: Value = serde_json::from_str(&text).unwrap_or_default();
    if let Some(data) = body.get_mut("data") {
        body = data.take();
    }
    Ok(Answer { status, body })
}
