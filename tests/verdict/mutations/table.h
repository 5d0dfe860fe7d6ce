#pragma once

#include <QByteArray>
#include <QStringList>
#include <utility>
#include <vector>

#include "verdict/scene.h"

/// The table of mutations: one signed model each time, one thing of it changed, everything around it validly
/// signed, and what a verification has to find. tst_mutations runs it.
///
///   void the_promise(Table row) {
///     row("its signature changed", in_entry([](Json& entry) { ... }), {"log_promise: log.promise_false"});
///   }
namespace weighmaster::tests {

struct MutationRow {
  QByteArray title;
  Scene scene;  // before the mutation: trusted
  Mutation mutate;
  QStringList expected;  // as Scene::faults() says it; empty, where the change is allowed
};

using MutationRows = std::vector<MutationRow>;

/// Adds rows about one structure, all of them beginning with the same scene.
class Table {
 public:
  Table(MutationRows& rows, QByteArray structure, Scene scene = {})
      : rows_(&rows), structure_(std::move(structure)), scene_(std::move(scene)) {}

  void operator()(const char* title, Mutation mutate, QStringList expected) const {
    rows_->push_back({structure_ + ": " + title, scene_, std::move(mutate), std::move(expected)});
  }

 private:
  MutationRows* rows_;
  QByteArray structure_;
  Scene scene_;
};

// One file each; every function adds the rows of its structures.
void add_bundle_rows(MutationRows& rows);
void add_statement_rows(MutationRows& rows);
void add_rekor_1_rows(MutationRows& rows);
void add_rekor_2_rows(MutationRows& rows);
void add_certificate_rows(MutationRows& rows);
void add_timestamp_rows(MutationRows& rows);
void add_trusted_root_rows(MutationRows& rows);

/// A change of what stands at the pointer.
[[nodiscard]] inline std::function<void(Json&)> at_place(const char* pointer,
                                                         std::function<void(Json&)> change) {
  return [pointer, change = std::move(change)](Json& whole) { change(whole[Json::json_pointer(pointer)]); };
}

// Where a mutation takes place: in the bundle, after all is signed, ...
[[nodiscard]] inline Mutation in_bundle(std::function<void(Json&)> change) {
  return [change = std::move(change)](Scene& scene) { scene.change_bundle = change; };
}

[[nodiscard]] inline Mutation in_entry(std::function<void(Json&)> change) {
  return in_bundle([change = std::move(change)](Json& bundle) { change(entry_in(bundle)); });
}

[[nodiscard]] inline Mutation in_proof(std::function<void(Json&)> change) {
  return in_entry(at_place("/inclusionProof", std::move(change)));
}

// ... in what the log signs, ...
[[nodiscard]] inline Mutation in_body(Change change) {
  return [change = std::move(change)](Scene& scene) { scene.entry().change_body = change; };
}

[[nodiscard]] inline Mutation in_body(EntryKind kind, Change change) {
  return [kind, change = std::move(change)](Scene& scene) {
    scene.entry().kind = kind;
    scene.entry().change_body = change;
  };
}

[[nodiscard]] inline Mutation in_checkpoint(ChangeText change) {
  return [change = std::move(change)](Scene& scene) { scene.entry().change_checkpoint = change; };
}

// ... and in what this computer believes.
[[nodiscard]] inline Mutation in_root(std::function<void(Json&)> change) {
  return [change = std::move(change)](Scene& scene) { scene.change_root = change; };
}

[[nodiscard]] inline std::string base64_of_zeros(std::size_t size = 32) {
  return base::to_base64(Bytes(size));
}

}  // namespace weighmaster::tests
