#include "trust/look_alike.h"

#include <QElapsedTimer>
#include <QTest>

#include "support/places.h"
#include "trust/spelling.h"

using namespace weighmaster;
using base::Code;
using trust::KnownNames;

namespace {

constexpr auto google = "https://accounts.google.com";
constexpr auto actions = "https://token.actions.githubusercontent.com";

/// A line of tests/data/look_alikes: kind, known name and issuer, found name and issuer.
struct Pair {
  QByteArray kind;
  std::string known;
  std::string known_issuer;
  std::string found;
  std::string found_issuer;

  [[nodiscard]] bool of_models() const { return known_issuer == "-"; }
  [[nodiscard]] QByteArray text() const {
    return kind + ": " + QByteArray::fromStdString(known + " | " + found + " | " + found_issuer);
  }
};

std::vector<Pair> pairs_in(const char* file) {
  const auto bytes = tests::read(tests::source_dir() / "tests/data/look_alikes" / file);
  std::vector<Pair> pairs;
  for (const auto& line : QByteArray(reinterpret_cast<const char*>(bytes.data()), bytes.size()).split('\n')) {
    if (line.isEmpty() || line.startsWith('#')) continue;
    const auto cells = line.split('\t');
    if (cells.size() != 5) qFatal("%s", line.constData());
    pairs.push_back({cells[0], cells[1].toStdString(), cells[2].toStdString(), cells[3].toStdString(),
                     cells[4].toStdString()});
  }
  return pairs;
}

std::optional<trust::LookAlike> like(const Pair& pair) {
  KnownNames known;
  if (pair.of_models()) {
    known.add_models(pair.known + "/*");
    return known.like_model(pair.found + "/model");
  }
  known.add_identity({pair.known, pair.known_issuer});
  return known.like_signer(pair.found, pair.found_issuer);
}

std::optional<Code> code(const std::optional<trust::LookAlike>& alike) {
  return alike ? std::optional(alike->code) : std::nullopt;
}

KnownNames knowing(const std::string& name, const std::string& issuer = google) {
  KnownNames known;
  known.add_identity({name, issuer});
  return known;
}

}  // namespace

class TestLookAlike : public QObject {
  Q_OBJECT

 private slots:
  void most_look_alikes_are_caught() {
    const auto pairs = pairs_in("alike.tsv");
    QVERIFY(pairs.size() >= 200);
    std::size_t caught = 0;
    std::size_t of_its_kind = 0;
    for (const auto& pair : pairs) {
      const auto alike = like(pair);
      if (!alike) {
        qInfo().noquote() << "not caught:" << pair.text();
        continue;
      }
      ++caught;
      const auto kind = pair.of_models() ? "look_alike.model" : "look_alike." + pair.kind;
      if (kind == QByteArray::fromStdString(std::string(base::name(alike->code)))) {
        ++of_its_kind;
      } else {
        qInfo().noquote() << "of another kind," << base::name(alike->code).data() << pair.text();
      }
    }
    qInfo() << "caught" << caught << "of" << pairs.size() << "look-alikes," << of_its_kind << "by their kind";
    QVERIFY(caught * 100 >= pairs.size() * 95);
    QVERIFY(of_its_kind * 100 >= pairs.size() * 90);
  }

  void few_honest_names_are_taken_for_others() {
    const auto pairs = pairs_in("honest.tsv");
    QVERIFY(pairs.size() >= 500);
    std::size_t alarms = 0;
    for (auto pair : pairs) {
      const auto there = code(like(pair));
      std::swap(pair.known, pair.found);
      const auto back = code(like(pair));
      if (!there && !back) continue;
      ++alarms;
      qInfo().noquote() << "alarm:" << pair.text() << base::name(there ? *there : *back).data();
    }
    qInfo() << "alarms for" << alarms << "of" << pairs.size() << "honest pairs";
    QVERIFY(alarms * 100 <= pairs.size() * 2);
  }

  void each_kind_has_its_code_data() {
    QTest::addColumn<QString>("known");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* what, const char* known, const char* name, const char* issuer,
                        const char* code) { QTest::newRow(what) << known << name << issuer << code; };
    const auto* mail = "release@eleuther.ai";
    row("the known one itself", mail, mail, google, "");
    row("its name by another issuer", mail, mail, actions, "look_alike.issuer");
    row("a Cyrillic letter", mail, "release@\u0435leuther.ai", google, "look_alike.letters");
    row("a letter that is not drawn", mail, "release@eleu\u200bther.ai", google, "look_alike.letters");
    row("m for rn", "models@mistral.ai", "models@rnistral.ai", google, "look_alike.letters");
    row("a capital i for a small l", mail, "release@eIeuther.ai", google, "look_alike.letters");
    row("a small l for an i, which may be a capital one", "release@us.ibm.com", "release@us.lbm.com", google,
        "look_alike.letters");
    row("another letter in a short name", "release@us.ibm.com", "release@us.abm.com", google, "");
    row("a letter too few", mail, "release@eleuter.ai", google, "look_alike.spelling");
    row("a hyphen more", mail, "release@e-leuther.ai", google, "look_alike.spelling");
    row("a word more", mail, "hello@eleuther-official.ai", google, "look_alike.spelling");
    row("another suffix", mail, "hello@eleuther.com", google, "look_alike.domain");
    row("the domain in front of another", mail, "hello@eleuther.ai.example.com", google, "look_alike.domain");
    row("the same person elsewhere", "stella.biderman@eleuther.ai", "stella.biderman@example.com", google,
        "look_alike.domain");
    row("what many are called elsewhere", mail, "release@example.com", google, "");
    row("a colleague", mail, "press@eleuther.ai", google, "");
    row("a colleague's other domain", "stella.biderman@eleuther.ai", "stella.biderman@mail.eleuther.ai",
        google, "");
    row("the same name in capital letters", mail, "Release@Eleuther.AI", google, "");
    row("somebody else", mail, "alice@example.com", google, "");

    const auto* flow = "https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/tags/v1";
    row("another workflow", flow,
        "https://github.com/EleutherAI/gpt-neox/.github/workflows/test.yml@refs/tags/v1", actions,
        "look_alike.workflow");
    row("a branch for a tag", flow,
        "https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/heads/x", actions,
        "look_alike.workflow");
    row("another release", flow,
        "https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/tags/v2", actions, "");
    row("another repository of the owner", flow,
        "https://github.com/EleutherAI/pythia/.github/workflows/release.yml@refs/tags/v1", actions, "");
    row("an owner that is spelled alike", flow,
        "https://github.com/EleuterAI/pythia/.github/workflows/other.yml@refs/tags/v1", actions,
        "look_alike.spelling");
    row("a copy of the repository", flow,
        "https://github.com/stranger/gpt-neox/.github/workflows/release.yml@refs/tags/v1", actions,
        "look_alike.domain");
    row("the owner at another forge", flow, "https://gitlab.com/EleutherAI/any//ci.yml@refs/tags/v1", actions,
        "look_alike.domain");
    row("another kind of name", flow, mail, actions, "");
  }

  void each_kind_has_its_code() {
    QFETCH(QString, known);
    QFETCH(QString, name);
    QFETCH(QString, issuer);
    QFETCH(QString, code);
    const auto names =
        knowing(known.toStdString(), known.startsWith("https:") ? std::string(actions) : std::string(google));
    const auto alike = names.like_signer(name.toStdString(), issuer.toStdString());
    QCOMPARE(alike ? QString::fromUtf8(base::name(alike->code)) : QString(), code);
    if (!alike) return;
    const bool of_issuers = alike->code == Code::look_alike_issuer;
    QCOMPARE(QString::fromStdString(alike->found), of_issuers ? issuer : name);
    QCOMPARE(QString::fromStdString(alike->known), of_issuers ? QString(google) : known);
  }

  void of_several_the_one_that_says_most_is_told() {
    auto known = knowing("models@mistrel.ai");
    known.add_identity({"models@mistra1.ai", google});
    QCOMPARE(known.like_signer("models@mistral.ai", google).value(),
             (trust::LookAlike{Code::look_alike_letters, "models@mistral.ai", "models@mistra1.ai"}));
    QVERIFY(known.knows("models@mistrel.ai", google));
    QVERIFY(!known.knows("models@mistrel.ai", actions));
  }

  void a_pattern_is_known_by_the_parts_that_stand_in_full() {
    KnownNames known;
    known.add_identity({"https://github.com/EleutherAI/*/.github/workflows/*@refs/tags/*", actions, true});
    known.add_identity({"*@eleuther.ai", google, true});
    const auto like_workflow = [&](const std::string& path) {
      return code(known.like_signer("https://github.com/" + path, actions));
    };
    QCOMPARE(like_workflow("EleutherAI/gpt-neox/.github/workflows/any.yml@refs/tags/v1"), std::nullopt);
    QCOMPARE(like_workflow("EleuterAI/gpt-neox/.github/workflows/any.yml@refs/tags/v1"),
             Code::look_alike_spelling);
    QCOMPARE(code(known.like_signer("anybody@eleuther.ai", google)), std::nullopt);
    QCOMPARE(code(known.like_signer("anybody@eleuther.ai", actions)), Code::look_alike_issuer);
    QCOMPARE(code(known.like_signer("anybody@eleuter.ai", google)), Code::look_alike_spelling);
  }

  void publishers_of_models_are_known_by_patterns() {
    KnownNames known;
    known.add_models("EleutherAI/gpt-neox-20b");
    known.add_models("*");
    QCOMPARE(known.like_model("EleuterAI/gpt-neox-20b").value(),
             (trust::LookAlike{Code::look_alike_model, "EleuterAI", "EleutherAI"}));
    QVERIFY(!known.like_model("EleutherAI/pythia"));
    QVERIFY(!known.like_model("eleutherai/pythia"));
    QVERIFY(!known.like_model("gpt-neox-20b"));
    known.add_models("EleuterAI/*");
    QVERIFY(!known.like_model("EleuterAI/gpt-neox-20b"));
  }

  void bytes_that_are_no_text_are_compared_without_harm() {
    const auto known = knowing("alice@example.com");
    for (const std::string& name :
         {std::string("\xff\xfe@\xff"), std::string(), std::string("@"), std::string("://"),
          std::string("https://@"), std::string("a\0b", 3), std::string(100'000, 'a'),
          std::string(100'000, '@'), "https://github.com/" + std::string(100'000, '/')}) {
      QVERIFY(!known.like_signer(name, google));
      QVERIFY(!known.like_model(name));
    }
  }

  void a_large_book_is_compared_at_once() {
    KnownNames known;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 1000; ++i)
      known.add_identity({"person" + std::to_string(i) + "@example.com", google});
    const auto built = timer.restart();
    QVERIFY(!known.like_signer("https://github.com/owner/repository/release.yml@refs/heads/main", actions));
    qInfo() << "a book of 1000 names:" << built << "ms to learn," << timer.elapsed() << "ms to compare one";
    QVERIFY(timer.elapsed() < 1000);
  }
};

QTEST_APPLESS_MAIN(TestLookAlike)
#include "tst_look_alike.moc"
