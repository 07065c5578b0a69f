use std::sync::mpsc;

use super::*;

#[tokio::test]
async fn answers_what_the_work_returns() {
    let pool = CpuPool::new(1).unwrap();
    assert_eq!(pool.run(&Cancel::never(), || 6 * 7).await.unwrap(), 42);
}

#[tokio::test]
async fn a_panic_is_an_internal_error_and_the_pool_lives_on() {
    let pool = CpuPool::new(1).unwrap();
    let error = pool.run(&Cancel::never(), || panic!("no such edge")).await.unwrap_err();
    assert_eq!(error.code, "internal");
    assert_eq!(pool.run(&Cancel::never(), || 1).await.unwrap(), 1);
}

#[tokio::test]
async fn a_full_queue_is_busy() {
    let pool = CpuPool::new(1).unwrap();
    let (gate, wait) = mpsc::channel::<()>();
    let first = tokio::spawn({
        let pool = pool.clone();
        async move { pool.run_long(&Cancel::never(), move || wait.recv().is_ok()).await }
    });
    let waiting: Vec<_> = (1..LONG_TASKS_MAX)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move { pool.run_long(&Cancel::never(), || ()).await })
        })
        .collect();
    while pool.long.places.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    let error = pool.run_long(&Cancel::never(), || ()).await.unwrap_err();
    assert_eq!((error.kind, error.code), (Kind::Busy, "cpu.busy"));
    gate.send(()).unwrap();
    assert!(first.await.unwrap().unwrap());
    for task in waiting {
        task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn giving_up_raises_the_flag() {
    let pool = CpuPool::new(1).unwrap();
    let cancel = Cancel::never();
    let (tell, told) = mpsc::channel();
    let seen = cancel.clone();
    let run = pool.run(&cancel, move || {
        while !seen.is_cancelled() {
            std::thread::yield_now();
        }
        tell.send(()).unwrap();
    });
    let given_up = tokio::time::timeout(std::time::Duration::from_millis(20), run).await;
    assert!(given_up.is_err());
    told.recv_timeout(std::time::Duration::from_secs(5)).unwrap();
}
