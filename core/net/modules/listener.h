#pragma once

#include <string>

#include "net/listener.h"

namespace weighmaster::net {

/// Sockets that are open, and whoever answers there.
struct Listening;

/// What the module on cpp-httplib gives (base/module.h): Listener in functions.
struct ListenerTable {
  base::Result<Listening*> (*open)(std::string path, std::uint16_t port, Listener::Answerer answerer);
  void (*close)(Listening* listening);
  std::uint16_t (*port)(const Listening& listening);
};

}  // namespace weighmaster::net
