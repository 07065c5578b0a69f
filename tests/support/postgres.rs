//! One embedded server for the whole test run, started by the first test that asks. Its template
//! database is migrated once; every test gets a copy and drops it at its end.
//!
//! The server belongs to a thread of the test process: when the process ends, however it ends, the
//! kernel stops the server. Its folder lies in cargo's folder for test files and is removed by the
//! next run.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use gcrm::storage::embedded::{Embedded, Options};
use gcrm::storage::migrate;
use tokio_postgres::{Client, Config, NoTls};

const TEMPLATE: &str = "gcrm_template";
const DIR_PREFIX: &str = "postgres-";

/// An empty gcrm database of its own, dropped when the value is.
pub struct TestDatabase {
    name: String,
    config: Config,
}

impl TestDatabase {
    /// A copy of the migrated template.
    pub fn new() -> Self {
        Self::copy_of(TEMPLATE)
    }

    /// A database without any table.
    pub fn without_schema() -> Self {
        Self::copy_of("template0")
    }

    pub fn config(&self) -> Config {
        self.config.clone()
    }

    /// A connection beside the service's own, to look at what it did.
    pub async fn connect(&self) -> Client {
        connect(&self.config()).await
    }

    fn copy_of(template: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        server().execute(format!("CREATE DATABASE {name} TEMPLATE {template}"));
        let mut config = server().config.clone();
        config.dbname(&name);
        Self { name, config }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        server().execute(format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// Durability is of no use to a database that lives for seconds.
fn server_options(data_dir: &Path) -> Options {
    let mut options = Options::new(data_dir);
    options.bin_dir = std::env::var_os("GCRM_POSTGRES_BIN").map(PathBuf::from);
    options.settings = vec![
        ("fsync", "off"),
        ("synchronous_commit", "off"),
        ("full_page_writes", "off"),
        ("max_connections", "300"),
    ];
    options
}

struct Server {
    config: Config,
    statements: Sender<(String, Sender<()>)>,
}

impl Server {
    /// Runs one statement as the server's owner and waits for it.
    fn execute(&self, statement: String) {
        let (done, wait) = channel();
        self.statements.send((statement, done)).expect("the test server's thread runs");
        wait.recv().expect("the statement succeeds (the server's thread says why not)");
    }
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let (ready, wait) = channel();
        let (statements, inbox) = channel::<(String, Sender<()>)>();
        // A thread with a runtime of its own: every test has another runtime, none lasts.
        thread::spawn(move || {
            let embedded = start_embedded();
            let config = embedded.config();
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let admin = runtime.block_on(async {
                let admin = connect(&config).await;
                admin
                    .batch_execute(&format!("CREATE DATABASE {TEMPLATE} TEMPLATE template0"))
                    .await
                    .unwrap();
                migrate_template(config.clone()).await;
                admin
            });
            ready.send(config).unwrap();
            for (statement, done) in inbox {
                runtime.block_on(admin.batch_execute(&statement)).expect(&statement);
                let _ = done.send(());
            }
        });
        let config = wait.recv().expect("the test server starts");
        Server { config, statements }
    })
}

fn start_embedded() -> Embedded {
    let parent = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&parent).unwrap();
    remove_left_overs(&parent);
    let dir = parent.join(format!("{DIR_PREFIX}{}", std::process::id()));
    Embedded::start(&server_options(&dir)).unwrap()
}

/// Folders of earlier runs whose process and server are both gone.
fn remove_left_overs(parent: &Path) {
    for entry in fs::read_dir(parent).unwrap().flatten() {
        let dir = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with(DIR_PREFIX);
        let is_unused =
            || File::open(dir.join("gcrm.lock")).is_ok_and(|file| file.try_lock().is_ok());
        if ours && !dir.join("postgres/postmaster.pid").exists() && is_unused() {
            let _ = fs::remove_dir_all(&dir);
        }
    }
}

async fn migrate_template(mut config: Config) {
    let mut client = connect(config.dbname(TEMPLATE)).await;
    migrate::run(&mut client).await.unwrap();
}

async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
