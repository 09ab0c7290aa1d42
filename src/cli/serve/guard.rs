//! What is looked at before anything is answered: by which name the server is called, and from which site. And what every
//! answer tells browsers not to do with it.
//!
//! A page elsewhere must not ask this server in the name of whoever looks at it, be it as a form, by a script, or by giving
//! its own name the address of this machine (DNS rebinding): so a name must be one that is allowed, addresses in numbers
//! and `localhost` are always, and what comes from other sites is refused unless somebody follows a link.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL,
    CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, ORIGIN, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::fail::Fail;
use super::route::{App, failed};

/// The longest address that is read, in bytes.
const MOST_ADDRESS: usize = 16 << 10;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses what no friend asks, and marks all answers.
pub async fn check(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let refused = refusal(&app, &request);
    let origin = foreign(&app, request.headers()).map(str::to_owned);
    let mut response = match refused {
        Some(fail) => failed(&fail, false),
        None if request.method() == Method::OPTIONS && origin.is_some() => {
            let mut response = Response::default();
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    set(CACHE_CONTROL, "no-cache");
    match origin.and_then(|origin| HeaderValue::from_str(&origin).ok()) {
        Some(origin) => {
            set(ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS");
            set(ACCESS_CONTROL_ALLOW_HEADERS, "accept, content-type");
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.append(VARY, HeaderValue::from_static("origin"));
        }
        None => set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    }
    response
}

/// Why a request is not answered.
fn refusal(app: &App, request: &Request) -> Option<Fail> {
    let headers = request.headers();
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > MOST_ADDRESS) {
        return Some(Fail::new(
            StatusCode::URI_TOO_LONG,
            format!("an address has {MOST_ADDRESS} bytes at most"),
        ));
    }
    let mut hosts = headers.get_all(HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().unwrap_or_default(),
        _ => return Some(Fail::request("a request says once, by Host, whom it asks")),
    };
    let called = std::iter::once(host).chain(request.uri().authority().map(|authority| authority.as_str()));
    for name in called {
        if !is_ours(app, name) {
            return Some(Fail::new(
                StatusCode::MISDIRECTED_REQUEST,
                format!("this server is not called '{}'; --allow-host lets it be", name.escape_default()),
            ));
        }
    }
    if foreign(app, headers).is_some() {
        return None;
    }
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let same = |origin: &HeaderValue| {
        origin
            .to_str()
            .ok()
            .and_then(|origin| origin.split_once("://"))
            .is_some_and(|(_, at)| at.eq_ignore_ascii_case(host))
    };
    let elsewhere = headers.get(ORIGIN).is_some_and(|origin| !same(origin));
    let follows = told("sec-fetch-mode") == Some("navigate") && request.method() == Method::GET;
    let other = matches!(told("sec-fetch-site"), Some("cross-site" | "same-site")) && !follows;
    (elsewhere || other).then(|| {
        Fail::new(
            StatusCode::FORBIDDEN,
            "pages of other sites may not ask this server; --allow-origin lets one",
        )
    })
}

/// The other site that a request comes from, where its pages may ask.
fn foreign<'h>(app: &App, headers: &'h HeaderMap) -> Option<&'h str> {
    let origin = headers.get(ORIGIN)?.to_str().ok()?;
    app.origins.iter().any(|allowed| allowed.trim_end_matches('/') == origin).then_some(origin)
}

/// Whether the server may be called so.
fn is_ours(app: &App, host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            return is_port(port) && address.parse::<IpAddr>().is_ok();
        }
        None => match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            Some(_) => return false,
            None => host,
        },
    };
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok()
        || app.hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
}

fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
}
