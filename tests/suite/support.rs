//! The real program, for tests: built once, started in a temporary folder, spoken to over HTTP.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, OnceLock, Weak},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How long a server may take to say its address.
const START: Duration = Duration::from_mins(1);
/// How long any answer may take.
const ANSWER: Duration = Duration::from_mins(2);

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite lies in the repository")
}

/// The time, for deadlines only.
#[expect(clippy::disallowed_methods, reason = "a test must not wait for ever")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Asks again and again until there is an answer; fails after `limit`.
pub(crate) fn until<T>(what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < limit, "{what} did not happen within {limit:?}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// The program, built once from today's sources with the profile of this test.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let own = env::current_exe().expect("a running test has a path");
        let profile = own.ancestors().nth(2).expect("tests lie in `<target>/<profile>/deps`");
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "-p", "acker"]).current_dir(root());
        build.env("CARGO_TARGET_DIR", profile.parent().expect("a profile lies in a target folder"));
        if profile.ends_with("release") {
            build.arg("--release");
        }
        let built = build.status().expect("cargo runs");
        assert!(built.success(), "the program could not be built");
        profile.join("acker")
    })
}

/// What a finished run of the program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The answer as JSON.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// Runs the program to its end.
pub(crate) fn acker<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Said {
    acker_in("C", arguments)
}

/// Runs the program to its end, for people who work in a language.
pub(crate) fn acker_in<A: AsRef<std::ffi::OsStr>>(
    language: &str,
    arguments: impl IntoIterator<Item = A>,
) -> Said {
    let output = Command::new(program())
        .args(arguments)
        .current_dir(env::temp_dir())
        .env("LC_ALL", language)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    Said {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("answers are UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

/// A running server; ended when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Mutex<Child>,
    /// `http://127.0.0.1:…`
    pub(crate) address: String,
    /// The first line that it said.
    pub(crate) first_line: String,
    agent: ureq::Agent,
}

impl Server {
    /// Serves a data directory.
    pub(crate) fn on(data: &Path) -> Self {
        let data = data.to_str().expect("temporary folders have plain names");
        Self::start(&["--data", data])
    }

    /// Serves with these arguments, on a free port.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .current_dir(env::temp_dir())
            .env("RUST_LOG", "warn,tower_http=off")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let stdout = child.stdout.take().expect("it is piped");
        let (send, line) = std::sync::mpsc::channel();
        thread::spawn(move || {
            let mut first = String::new();
            let read = BufReader::new(stdout).read_line(&mut first);
            drop(send.send(read.map(|_| first)));
        });
        let first_line = line.recv_timeout(START).expect("it says its address in time");
        let first_line = first_line.expect("standard output is readable").trim_end().to_owned();
        let address = first_line.split_whitespace().next().unwrap_or_default().to_owned();
        assert!(address.starts_with("http://127.0.0.1:"), "`{first_line}` has no address");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER))
            .build();
        Self { child: Mutex::new(child), address, first_line, agent: config.into() }
    }

    /// The sample company, shared by the tests that run at the same time and change nothing.
    pub(crate) fn demo() -> Arc<Self> {
        static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().expect("no test panics while it starts the demo");
        shared.upgrade().unwrap_or_else(|| {
            let server = Arc::new(Self::start(&["--demo"]));
            *shared = Arc::downgrade(&server);
            server
        })
    }

    /// The process.
    pub(crate) fn process(&self) -> u32 {
        self.child.lock().expect("not poisoned").id()
    }

    /// Asks it to end (SIGTERM), and gives its exit code.
    pub(crate) fn stop(self) -> i32 {
        terminate(self.process());
        self.exit_code(Duration::from_secs(30)).expect("it exits by itself")
    }

    /// Ends it at once (SIGKILL).
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().expect("not poisoned");
        child.kill().expect("it can be killed");
        child.wait().expect("it can be waited for");
    }

    fn exit_code(&self, limit: Duration) -> Option<i32> {
        let wait = || self.child.lock().expect("not poisoned").try_wait().expect("it can be asked");
        until("the end of the server", limit, wait).code()
    }

    /// The address without `http://`.
    pub(crate) fn socket(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// A bare connection, for what no proper client does.
    pub(crate) fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(self.socket()).expect("it listens");
        connection.set_read_timeout(Some(ANSWER)).expect("a socket takes a time limit");
        connection
    }

    /// Writes raw bytes and reads until the server closes.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut connection = self.connect();
        connection.write_all(request).expect("it reads");
        read_raw(connection)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let url = format!("{}{path}", self.address);
        read(self.agent.get(url).call())
    }

    /// Waits until everything that was acknowledged can be asked for.
    pub(crate) fn settle(&self) {
        let is_ready = || (self.get("/readyz").status == 200).then_some(());
        until("being ready", ANSWER, is_ready);
    }

    /// The JSON of a question that must be answered, after all that was acknowledged.
    pub(crate) fn ask(&self, question: &str) -> Value {
        self.settle();
        let answer = self.get(&format!("/api/v1/{question}"));
        assert_eq!(answer.status, 200, "{question}: {answer:?}");
        answer.json()
    }

    pub(crate) fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> Answer {
        let url = format!("{}{path}", self.address);
        let request =
            headers.iter().fold(self.agent.post(url), |it, (name, value)| it.header(*name, *value));
        read(request.send(body.as_ref()))
    }

    /// Sends one command; `path` begins behind `/api/v1/`.
    pub(crate) fn command(&self, path: &str, body: &Value) -> Answer {
        self.command_with(path, &[], body)
    }

    /// Sends one command with headers of its own.
    pub(crate) fn command_with(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        self.post(&format!("/api/v1/{path}"), &all, body.to_string())
    }

    /// Sends lines; one answer each.
    pub(crate) fn bulk(&self, lines: &str) -> Vec<Value> {
        let headers = [("content-type", "application/x-ndjson")];
        let answer = self.post("/api/v1/commands", &headers, lines);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body.lines().map(|it| serde_json::from_str(it).expect("JSON lines")).collect()
    }

    /// Sends lines of which none may be refused. The highest position that they came to.
    pub(crate) fn tell(&self, lines: &[Value]) -> u64 {
        let answers = self.bulk(&ndjson(lines));
        assert_eq!(answers.len(), lines.len());
        for (line, answer) in lines.iter().zip(&answers) {
            assert!(answer["problem"].is_null(), "{line}\n{answer}");
        }
        answers.iter().filter_map(|it| it["position"].as_u64()).max().expect("a position")
    }
}

impl Drop for Server {
    /// Asks it to end, so that it clears away what it made; kills it where it does not listen.
    fn drop(&mut self) {
        let child = self.child.get_mut().expect("not poisoned");
        let begin = now();
        let mut is_told = false;
        while matches!(child.try_wait(), Ok(None)) && begin.elapsed() < Duration::from_secs(5) {
            if !is_told {
                terminate(child.id());
                is_told = true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        // Whatever it answers: after this there is no such process.
        drop(child.kill());
        drop(child.wait());
    }
}

/// Sends SIGTERM.
fn terminate(process: u32) {
    let told = Command::new("kill").args(["-TERM", &process.to_string()]).status();
    assert!(told.is_ok_and(|it| it.success()), "`kill` runs");
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut answer = answer.expect("the server answers");
    let text = |it: &ureq::http::HeaderValue| String::from_utf8_lossy(it.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, it)| (name.to_string(), text(it))).collect();
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(1 << 30).read_to_string();
    Answer { status, headers, body: body.expect("bodies are UTF-8") }
}

/// Reads until the other side closes. A reset after the answer is an end as well.
pub(crate) fn read_raw(mut connection: TcpStream) -> Answer {
    let (mut bytes, mut piece) = (Vec::new(), [0; 16_384]);
    while let Ok(read @ 1..) = connection.read(&mut piece) {
        bytes.extend_from_slice(&piece[..read]);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|it| it.split(' ').nth(1)).and_then(|it| it.parse().ok());
    let headers = lines.filter_map(|it| it.split_once(": "));
    let headers = headers.map(|(name, it)| (name.to_lowercase(), it.to_owned())).collect();
    Answer { status: status.unwrap_or_default(), headers, body: body.to_owned() }
}

/// A temporary folder that is gone after the test.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("acker-suite-").tempdir().expect("a temporary folder")
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

/// A fixed id.
pub(crate) fn id(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012x}")
}

/// One line of a bulk.
pub(crate) fn line(noun: &str, id: &str, command: &str, body: &Value) -> Value {
    json!({ "noun": noun, "id": id, "command": command, "body": body })
}

/// Lines as they are sent.
pub(crate) fn ndjson(lines: &[Value]) -> String {
    lines.iter().flat_map(|line| [line.to_string(), "\n".to_owned()]).collect()
}

/// The members of an array.
pub(crate) fn items(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is not an array"))
}

/// The text behind a key of every member.
pub(crate) fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    items(value).iter().map(|it| it[key].as_str().unwrap_or_default()).collect()
}

/// Every file under a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|it| panic!("{it}: {folder:?}"));
        for entry in entries.map(|it| it.expect("a readable entry").path()) {
            if entry.is_dir() { folders.push(entry) } else { found.push(entry) }
        }
    }
    found.sort();
    found
}

/// True where files are to be brought up to date instead of compared.
pub(crate) fn is_update() -> bool {
    env::var_os("UPDATE_EXPECT").is_some_and(|it| it == "1")
}

/// Two figures that are the same but for rounding.
pub(crate) fn is_near(actual: &Value, expected: f64, within: f64) -> bool {
    actual.as_f64().is_some_and(|it| (it - expected).abs() <= within)
}

/// A server over a folder of its own, which is gone once the test is.
pub(crate) fn fresh() -> (Server, tempfile::TempDir) {
    let folder = folder();
    (Server::on(folder.path()), folder)
}

/// The registration of a site of this number.
pub(crate) fn site(n: u64) -> Value {
    let body =
        json!({ "name": format!("Werk {n}"), "country": "DE", "time_zone": "Europe/Berlin" });
    line("sites", &id(n), "register-site", &body)
}
