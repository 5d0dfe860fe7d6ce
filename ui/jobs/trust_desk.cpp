#include "ui/jobs/trust_desk.h"

#include <algorithm>

#include "base/file.h"
#include "base/limits.h"

namespace weighmaster::ui {

using base::Result;
using update::Store;
using update::TrustInUse;

const update::Instance* TrustDesk::known(const std::string& name) const {
  const auto found = std::find_if(ways_.instances.begin(), ways_.instances.end(),
                                  [&](const update::Instance& instance) { return instance.name == name; });
  return found == ways_.instances.end() ? nullptr : &*found;
}

std::vector<TrustInUse> TrustDesk::known() const {
  return update::known_trust(ways_.instances.front(), ways_.store);
}

Result<TrustInUse> TrustDesk::inUse() const {
  const auto name = ways_.store.in_use();
  if (name == Store::imported_name) return ways_.store.imported();
  if (const auto* instance = known(name)) return ways_.store.freshest(*instance);
  const auto own = ways_.store.own_instance(name);
  if (!own) return base::fail(own.error());
  return ways_.store.kept(*own);
}

Result<TrustInUse> TrustDesk::update(base::TimePoint now, const base::Task& task) const {
  const auto http = ways_.http();
  const auto name = ways_.store.in_use();
  if (name == Store::imported_name) return ways_.store.update(ways_.instances.front(), *http, now, task);
  if (const auto* instance = known(name)) return ways_.store.update(*instance, *http, now, task);
  const auto own = ways_.store.own_instance(name);
  if (!own) return base::fail(own.error());
  return ways_.store.update(*own, *http, now, task);
}

Result<TrustInUse> TrustDesk::look(const std::filesystem::path& file, base::TimePoint now) {
  const auto text = base::read_file(file, base::limits::trust_file_bytes);
  if (!text) return base::fail(text.error());
  auto root = trust::TrustedRoot::parse(*text);
  if (!root) return base::fail(std::move(root.error()));
  TrustInUse trust;
  trust.root = std::make_shared<const trust::TrustedRoot>(std::move(*root));
  trust.from = TrustInUse::From::imported;
  trust.name = base::utf8(file.filename());
  trust.updated_at = now;
  return trust;
}

Result<TrustInUse> TrustDesk::import(const std::filesystem::path& file, base::TimePoint now) const {
  const auto text = base::read_file(file, base::limits::trust_file_bytes);
  if (!text) return base::fail(text.error());
  return ways_.store.import(*text, base::utf8(file.filename()), now);
}

Result<TrustInUse> TrustDesk::useUsual() const {
  if (auto chosen = ways_.store.use(ways_.instances.front().name); !chosen)
    return base::fail(std::move(chosen.error()));
  return inUse();
}

}  // namespace weighmaster::ui
