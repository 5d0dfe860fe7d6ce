#include "net/listener.h"

#include "base/module.h"
#include "net/modules/listener.h"

namespace weighmaster::net {

using base::fail;
using base::Result;

struct Listener::State {
  const ListenerTable* module;
  std::unique_ptr<Listening, void (*)(Listening*)> listening;
};

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}

Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::open(std::string path, std::uint16_t port, Answerer answerer) {
  const auto module = base::load_module<ListenerTable>("listener");
  if (!module) return fail(module.error());
  const auto opened = (*module)->open(std::move(path), port, std::move(answerer));
  if (!opened) return fail(opened.error());
  auto state = std::make_unique<State>(State{*module, {*opened, (*module)->close}});
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

std::uint16_t Listener::port() const {
  return state_->module->port(*state_->listening);
}

}  // namespace weighmaster::net
