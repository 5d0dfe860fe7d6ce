#ifndef _WIN32

#include <csignal>
#include <cstdlib>
#include <thread>

#include "console.h"
#include "interrupt.h"

namespace weighmaster::terminal {

std::stop_token stop_on_interrupt() {
  // A signal handler may hardly do anything; a thread that waits for the signal may.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  std::stop_source source;
  std::thread([source, signals]() mutable {
    int signal = 0;
    sigwait(&signals, &signal);
    source.request_stop();
    sigwait(&signals, &signal);
    std::_Exit(exit_cancelled);
  }).detach();
  return source.get_token();
}

}  // namespace weighmaster::terminal

#endif
