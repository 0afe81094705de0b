//! Work on several threads whose results come back in the order of the input: the outcome does not depend on how many
//! threads there are, and no more than a few items are in memory at once.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// Items that may be on their way at once, for each thread: enough that none waits for the reader or the taker.
const ON_THE_WAY: usize = 3;

/// Takes items from `source` on one thread, does `work` on them on `threads` others, and gives the results to `take` on
/// this one, in the order of the items. The first error of source or take ends it.
pub fn in_order<I, O, E>(
    source: impl Iterator<Item = Result<I, E>> + Send,
    threads: usize,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    O: Send,
    E: Send,
{
    let threads = threads.max(1);
    // Each item needs a permit from being read to being taken, so that a slow first item does not let the rest pile up.
    let (permit, permits) = sync_channel::<()>(threads * ON_THE_WAY);
    let (items, waiting) = channel::<(u64, I)>();
    let waiting = Mutex::new(waiting);
    let (results, done) = channel::<(u64, Result<O, E>)>();
    std::thread::scope(|scope| {
        let to_taker = results.clone();
        scope.spawn(move || read(source, &permit, &items, &to_taker));
        for _ in 0..threads {
            let results = results.clone();
            let (waiting, work) = (&waiting, &work);
            scope.spawn(move || {
                while let Some((number, item)) = next(waiting) {
                    if results.send((number, Ok(work(item)))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        let outcome = take_in_order(&done, &permits, &mut take);
        // Whoever still waits for a permit or for room finds the other end gone and stops.
        drop(permits);
        drop(done);
        outcome
    })
}

/// Numbers the items and hands them out.
fn read<I, O, E>(
    source: impl Iterator<Item = Result<I, E>>,
    permit: &SyncSender<()>,
    items: &Sender<(u64, I)>,
    results: &Sender<(u64, Result<O, E>)>,
) {
    for (number, item) in (0..).zip(source) {
        if permit.send(()).is_err() {
            return;
        }
        let is_sent = match item {
            Ok(item) => items.send((number, item)).is_ok(),
            Err(error) => {
                // There is nothing behind an error.
                let _ = results.send((number, Err(error)));
                false
            }
        };
        if !is_sent {
            return;
        }
    }
}

/// The next item, whichever thread asks first.
fn next<I>(waiting: &Mutex<Receiver<(u64, I)>>) -> Option<(u64, I)> {
    waiting.lock().ok()?.recv().ok()
}

/// Gives results on in the order of their numbers.
fn take_in_order<O, E>(
    done: &Receiver<(u64, Result<O, E>)>,
    permits: &Receiver<()>,
    take: &mut impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    let mut early = BTreeMap::new();
    let mut expected = 0;
    for (number, result) in done {
        early.insert(number, result);
        while let Some(result) = early.remove(&expected) {
            take(result?)?;
            let _ = permits.try_recv();
            expected += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, count: u64) -> Vec<u64> {
        let mut taken = Vec::new();
        let source = (0..count).map(Ok::<u64, ()>);
        // Early items take longest, so that they come back last.
        let slow = |n: u64| {
            let rounds = if n.is_multiple_of(7) { 40_000 } else { 10 };
            (0..rounds).fold(n * n, |sum, k| std::hint::black_box(sum ^ k ^ k))
        };
        in_order(source, threads, slow, |square| {
            taken.push(square);
            Ok(())
        })
        .unwrap();
        taken
    }

    #[test]
    fn results_come_in_the_order_of_the_items_on_any_number_of_threads() {
        let expected: Vec<u64> = (0..500).map(|n| n * n).collect();
        for threads in [1, 2, 5] {
            assert_eq!(squares(threads, 500), expected, "{threads}");
        }
        assert_eq!(squares(3, 0), Vec::<u64>::new());
    }

    #[test]
    fn an_error_ends_it_and_what_came_before_is_taken() {
        for threads in [1, 4] {
            let source = (0..1_000_000).map(|n| if n == 50 { Err("source") } else { Ok(n) });
            let mut taken = 0;
            let outcome = in_order(
                source,
                threads,
                |n| n,
                |_| {
                    taken += 1;
                    Ok(())
                },
            );
            assert_eq!((outcome, taken), (Err("source"), 50));
            let endless = (0..).map(Ok);
            let outcome =
                in_order(endless, threads, |n: u64| n, |n| if n == 9 { Err("taker") } else { Ok(()) });
            assert_eq!(outcome, Err("taker"));
        }
    }

    #[test]
    fn few_items_are_on_their_way_however_slow_the_first_is() {
        let open = std::sync::atomic::AtomicUsize::new(0);
        let most = std::sync::atomic::AtomicUsize::new(0);
        use std::sync::atomic::Ordering::SeqCst;
        let source = (0..2_000_u64).map(|n| {
            let now = open.fetch_add(1, SeqCst) + 1;
            most.fetch_max(now, SeqCst);
            Ok::<u64, ()>(n)
        });
        let work = |n: u64| {
            if n == 0 {
                std::thread::sleep(std::time::Duration::from_millis(30));
            }
            n
        };
        in_order(source, 2, work, |_| {
            open.fetch_sub(1, SeqCst);
            Ok(())
        })
        .unwrap();
        assert!(most.load(SeqCst) <= 2 * ON_THE_WAY + 2, "{most:?}");
    }
}
