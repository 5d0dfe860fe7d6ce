#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

namespace weighmaster::ui {

/// Runs `work` on a thread of its own and hands its result to `then` on the thread of `context`; where that
/// object is gone by then, the result is dropped. A thread that hangs in a read keeps nobody waiting: it is
/// never joined.
template <class Work, class Then>
void inBackground(QObject* context, Work work, Then then) {
  using Outcome = std::invoke_result_t<Work>;
  auto promise = std::make_shared<QPromise<Outcome>>();
  promise->start();
  // Not QFuture::then: where its context is gone, it still calls (Qt 6.4).
  auto* watcher = new QFutureWatcher<Outcome>(context);
  QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                   [watcher, then = std::move(then)]() mutable {
                     then(watcher->result());
                     watcher->deleteLater();
                   });
  watcher->setFuture(promise->future());
  std::thread([promise, work = std::move(work)]() mutable {
    promise->addResult(work());
    promise->finish();
  }).detach();
}

}  // namespace weighmaster::ui
