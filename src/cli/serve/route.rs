//! Who answers a request, in which form.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{Request as HttpRequest, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, LOCATION,
    RETRY_AFTER, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use tokio::sync::Semaphore;
use tokio::time::{timeout, timeout_at};

use demarche::export::Base;
use demarche::nlp::Pipeline;
use demarche::store::Stopper;

use super::accept::best;
use super::answered::Answered;
use super::fail::Fail;
use super::params::{Params, decoded};
use super::source::{Now, Source, locked};
use super::table::{PICTURE, ROUTES, Route};
use super::views::{Body, Form, Request};
use super::{guard, node, openapi, page, sparql};

/// The longest body that is read, in bytes: a query with its names escaped.
const MOST_BODY: usize = 256 << 10;
/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(10);
/// After how many seconds whoever was sent away may come back.
const COME_BACK: u64 = 2;
/// How many requests may wait for each that is worked on.
const WAITING: usize = 32;
/// How many of what needs the whole graph, as SPARQL does, are worked on at the same time.
pub const QUERIES: usize = 4;

/// What all requests share.
pub struct App {
    /// Where answers come from.
    pub source: Arc<Source>,
    /// What reads questions.
    pub pipeline: &'static Pipeline,
    /// Namespace of the graph's own nodes.
    pub base: Base,
    /// Names by which the server may be called.
    pub hosts: Vec<String>,
    /// Sites whose pages may ask.
    pub origins: Vec<String>,
    /// The longest that a request may take.
    pub time: Duration,
    workers: Arc<Semaphore>,
    queries: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// What ends the work on a request, while it goes on.
type Stop = Arc<Mutex<Option<Stopper>>>;

impl App {
    /// What all requests share, of which so many are worked on at the same time.
    pub fn new(
        source: Arc<Source>,
        pipeline: &'static Pipeline,
        base: Base,
        names: (Vec<String>, Vec<String>),
        time: Duration,
        workers: usize,
    ) -> Self {
        let (hosts, origins) = names;
        Self {
            source,
            pipeline,
            base,
            hosts,
            origins,
            time,
            workers: Arc::new(Semaphore::new(workers)),
            queries: Arc::new(Semaphore::new(QUERIES)),
            waiting: Arc::new(Semaphore::new(workers * WAITING)),
        }
    }

    /// Does what takes time on a thread of its own, when it is its turn and for no longer than there is time.
    async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        turns: &Arc<Semaphore>,
        work: impl FnOnce(&App, &Stop, Instant) -> Result<T, Fail> + Send + 'static,
    ) -> Result<T, Fail> {
        let until = Instant::now() + self.time;
        let Ok(place) = Arc::clone(&self.waiting).try_acquire_owned() else {
            return Err(Fail::busy("too many ask at once; ask again in a while"));
        };
        let turn = timeout_at(until.into(), Arc::clone(turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(Fail::busy("too many ask at once; ask again in a while"));
        };
        let stop: Stop = Arc::default();
        let (app, stopped) = (Arc::clone(self), Arc::clone(&stop));
        let task = tokio::task::spawn_blocking(move || {
            // Whoever is not waited for any more is still counted until the work ends.
            let _counted = (place, turn);
            work(&app, &stopped, until)
        });
        match timeout_at(until.into(), task).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(Fail::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "the program made a mistake over this request; the others go on",
            )),
            Err(_) => {
                if let Some(stopper) = &*locked(&stop) {
                    stopper.stop();
                }
                let seconds = self.time.as_secs();
                Err(Fail::busy(format!(
                    "the answer takes longer than {seconds} seconds; ask for less at once"
                )))
            }
        }
    }
}

/// What a request is answered from, which can be stopped as long as this is there.
struct Stoppable<'s> {
    now: Now,
    stop: &'s Stop,
}

impl<'s> Stoppable<'s> {
    fn new(app: &App, stop: &'s Stop) -> Result<Self, Fail> {
        let now = app.source.now()?;
        if let Now::Store(store) = &now {
            *locked(stop) = Some(store.stopper());
        }
        Ok(Self { now, stop })
    }
}

impl Drop for Stoppable<'_> {
    /// Before the connection is another request's.
    fn drop(&mut self) {
        *locked(self.stop) = None;
    }
}

/// All addresses.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for route in &ROUTES {
        let answers = move |form| {
            get(move |State(app): State<Arc<App>>, request: HttpRequest| view(app, route, form, request))
        };
        router = router.route(route.path, answers(Some(Form::Html))).route(&route.api(), answers(None));
        if route.csv {
            router = router
                .route(&format!("{}.csv", route.path), answers(Some(Form::Csv)))
                .route(&format!("{}.csv", route.api()), answers(Some(Form::Csv)));
        }
    }
    router
        .route(
            PICTURE.path,
            get(|State(app): State<Arc<App>>, request: HttpRequest| {
                view(app, &PICTURE, Some(Form::Html), request)
            }),
        )
        .route("/sparql", get(query).post(query))
        .route("/id/{*id}", get(linked))
        .route("/api/openapi.json", get(|| async { json(&openapi::description()) }))
        .route("/assets/serve.css", get(|| async { asset("text/css; charset=utf-8", page::STYLE) }))
        .route("/assets/serve.js", get(|| async { asset("text/javascript; charset=utf-8", page::SCRIPT) }))
        .fallback(|request: HttpRequest| async move {
            let why = format!("there is nothing at {}", request.uri().path());
            failed(&Fail::unknown(why), is_for_people(&request))
        })
        .method_not_allowed_fallback(|request: HttpRequest| async move {
            let why = format!("{} is not for this address; nothing here can be changed", request.method());
            failed(&Fail::new(StatusCode::METHOD_NOT_ALLOWED, why), is_for_people(&request))
        })
        .layer(from_fn_with_state(Arc::clone(&app), guard::check))
        .with_state(app)
}

/// Answers from a view, in the form that its address says or else in the one that the client would rather have.
async fn view(app: Arc<App>, route: &'static Route, form: Option<Form>, request: HttpRequest) -> Response {
    let people = form == Some(Form::Html);
    let negotiated = form.is_none();
    let form = match form {
        Some(form) => form,
        None => {
            let offers: &[&str] =
                if route.csv { &["application/json", "text/csv"] } else { &["application/json"] };
            match best(accept(request.headers()), offers) {
                Some(0) => Form::Json,
                Some(_) => Form::Csv,
                None => {
                    let why = format!("the answer comes as {}", offers.join(" or "));
                    return failed(&Fail::new(StatusCode::NOT_ACCEPTABLE, why), false);
                }
            }
        }
    };
    let params = match Params::read(request.uri().query().unwrap_or_default(), route.params) {
        Ok(params) => params,
        Err(fail) => return failed(&fail, people),
    };
    // What the whole graph tells may be told of an earlier one, while it is read.
    let asked = (!route.whole).then(|| format!("{} {form:?} {}", route.path, params.query()));
    let known = asked.as_ref().and_then(|asked| app.source.answered(asked));
    let work = move |app: &App, stop: &Stop, until: Instant| {
        let stoppable = Stoppable::new(app, stop)?;
        let body = (route.answer)(&Request {
            now: &stoppable.now,
            source: &app.source,
            base: &app.base,
            pipeline: app.pipeline,
            route,
            params: &params,
            form,
            until,
        })?;
        let answered = written(body, route, &params);
        if let (Some(asked), Now::Store(store)) = (asked, &stoppable.now) {
            store.keep(asked, answered.clone());
        }
        Ok(answered)
    };
    // While the whole of a store is read, the other views go on.
    let turns = Arc::clone(if route.whole { &app.queries } else { &app.workers });
    let answered = match known {
        Some(known) => Ok(known),
        None => app.work(&turns, work).await,
    };
    let mut response = match answered {
        Ok(Answered { kind, bytes, own_policy }) => {
            let mut response = typed(kind, bytes);
            if own_policy {
                // The page has a policy of its own, which names the scripts in it.
                set(
                    &mut response,
                    CONTENT_SECURITY_POLICY,
                    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
                );
            }
            response
        }
        Err(fail) => failed(&fail, people),
    };
    if negotiated {
        set(&mut response, VARY, "accept");
    }
    response
}

/// What a view gives, as it is sent.
fn written(body: Body, route: &Route, params: &Params) -> Answered {
    let (kind, bytes, own_policy) = match body {
        Body::Html(title, main) => {
            let search = if route.path == "/search" { params.get("q").unwrap_or_default() } else { "" };
            let page = page::whole(&title, route.path, search, &main);
            ("text/html; charset=utf-8", page.into_bytes(), false)
        }
        Body::File(bytes) => ("text/html; charset=utf-8", bytes, true),
        Body::Json(bytes) => ("application/json", bytes, false),
        Body::Csv(bytes) => ("text/csv; charset=utf-8", bytes, false),
    };
    // As large as what is sent, for as long as it is kept.
    Answered { kind, bytes: bytes.into_boxed_slice().into(), own_policy }
}

/// The SPARQL protocol.
async fn query(State(app): State<Arc<App>>, request: HttpRequest) -> Response {
    let accept = accept(request.headers()).map(str::to_owned);
    let address = request.uri().query().unwrap_or_default().to_owned();
    let asked = if request.method() == Method::POST {
        let kind = text(request.headers(), &CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match body(request).await {
            Err(fail) => Err(fail),
            Ok(body) => match &*kind {
                "application/x-www-form-urlencoded" => sparql::Asked::read(&body),
                "application/sparql-query" => sparql::Asked::with_query(&address, body),
                _ => Err(Fail::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "a query comes as application/x-www-form-urlencoded or application/sparql-query",
                )),
            },
        }
    } else {
        sparql::Asked::read(&address)
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(fail) => return plainly(&fail),
    };
    if asked.query.is_none() {
        let mut response = match best(accept.as_deref(), &["text/turtle", "text/html"]) {
            Some(1) => {
                typed("text/html; charset=utf-8", page::whole("SPARQL", "/sparql", "", &sparql::page()))
            }
            _ => typed("text/turtle; charset=utf-8", sparql::SERVICE),
        };
        set(&mut response, VARY, "accept");
        return response;
    }
    let turns = Arc::clone(&app.queries);
    let work =
        move |app: &App, _: &Stop, until| sparql::answer(&app.source, &asked, accept.as_deref(), until);
    let mut response = match app.work(&turns, work).await {
        Ok((kind, bytes)) => typed(kind, bytes),
        Err(fail) => plainly(&fail),
    };
    set(&mut response, VARY, "accept");
    response
}

/// A node at its own address.
async fn linked(State(app): State<Arc<App>>, request: HttpRequest) -> Response {
    let path = request.uri().path().strip_prefix("/id/").unwrap_or_default();
    let id = match decoded(path, false) {
        Ok(id) => id,
        Err(fail) => return failed(&fail, true),
    };
    let offers =
        ["text/html", "application/ld+json", "application/json", "text/turtle", "application/xhtml+xml"];
    let place = best(accept(request.headers()), &offers);
    let mut response = match place {
        Some(0 | 4) => match node::page(&id) {
            Some(page) => elsewhere(&page),
            None => failed(&Fail::unknown(format!("the graph has no node '{id}'")), true),
        },
        Some(3) => elsewhere(&node::described(&id, &app.base)),
        Some(_) => {
            let work = move |app: &App, stop: &Stop, _: Instant| {
                node::json_ld(&Stoppable::new(app, stop)?.now, &id, &app.base)
            };
            let turns = Arc::clone(&app.workers);
            match app.work(&turns, work).await {
                Ok(bytes) => typed("application/ld+json", bytes),
                Err(fail) => failed(&fail, false),
            }
        }
        None => {
            let why = format!("a node comes as {}", offers[..4].join(", "));
            failed(&Fail::new(StatusCode::NOT_ACCEPTABLE, why), false)
        }
    };
    set(&mut response, VARY, "accept");
    response
}

/// The body of a request as text, if it comes in time and is not too long.
async fn body(request: HttpRequest) -> Result<String, Fail> {
    let bytes = timeout(BODY_TIME, axum::body::to_bytes(request.into_body(), MOST_BODY)).await;
    let bytes = match bytes {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => {
            let why = format!("a query has {MOST_BODY} bytes at most");
            return Err(Fail::new(StatusCode::PAYLOAD_TOO_LARGE, why));
        }
        Err(_) => return Err(Fail::new(StatusCode::REQUEST_TIMEOUT, "the query did not come in time")),
    };
    String::from_utf8(bytes.to_vec()).map_err(|_| Fail::request("the query is no text in UTF-8"))
}

/// What a client says it takes.
fn accept(headers: &HeaderMap) -> Option<&str> {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok())
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Whether a failure is told on a page.
fn is_for_people(request: &HttpRequest) -> bool {
    let path = request.uri().path();
    !path.starts_with("/api/")
        && best(accept(request.headers()), &["application/json", "text/html"]) == Some(1)
}

fn typed(kind: &'static str, body: impl Into<HttpBody>) -> Response {
    let mut response = Response::new(body.into());
    set(&mut response, CONTENT_TYPE, kind);
    response
}

fn json(value: &serde_json::Value) -> Response {
    typed("application/json", value.to_string())
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    let mut response = typed(kind, text);
    set(&mut response, CACHE_CONTROL, "max-age=300");
    response
}

fn elsewhere(address: &str) -> Response {
    let mut response = Response::new(HttpBody::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}

fn set(response: &mut Response, name: HeaderName, value: &'static str) {
    response.headers_mut().insert(name, HeaderValue::from_static(value));
}

/// A failure, on a page or as JSON.
pub fn failed(fail: &Fail, people: bool) -> Response {
    let response = if people {
        typed("text/html; charset=utf-8", page::failure(fail.status.as_u16(), &fail.why))
    } else {
        json(&serde_json::json!({"error": fail.why}))
    };
    with_status(response, fail)
}

/// A failure as text, as clients of SPARQL show it.
fn plainly(fail: &Fail) -> Response {
    with_status(typed("text/plain; charset=utf-8", format!("{}\n", fail.why)), fail)
}

fn with_status(mut response: Response, fail: &Fail) -> Response {
    *response.status_mut() = fail.status;
    if fail.status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(COME_BACK));
    }
    response
}
