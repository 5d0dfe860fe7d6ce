#include <QTest>
#include <set>

#include "base/text.h"
#include "words/words.h"

using namespace weighmaster;

namespace {

QString text(std::string_view view) {
  return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

struct Literal {
  std::string_view kind;
  std::string_view name;
  std::string_view text;
};

std::vector<Literal> phrases_by_kind() {
  std::vector<Literal> literals;
#define WEIGHMASTER_HEADLINE(name, text) literals.push_back({"headline", #name, text});
#define WEIGHMASTER_SENTENCE(name, text) literals.push_back({"sentence", #name, text});
#define WEIGHMASTER_LABEL(name, text) literals.push_back({"label", #name, text});
#include "words/phrases.def"
  return literals;
}

std::vector<std::string> placeholders(std::string_view text) {
  std::vector<std::string> names;
  for (auto open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
    names.emplace_back(text.substr(open + 1, text.find('}', open) - open - 1));
  }
  return names;
}

bool ends_as_sentence(std::string_view text) {
  return text.ends_with('.') || text.ends_with('?');
}

bool starts_with_capital(std::string_view text) {
  return (text.front() >= 'A' && text.front() <= 'Z') || (text.front() >= '0' && text.front() <= '9') ||
         text.front() == '{';
}

}  // namespace

class TestLiterals : public QObject {
  Q_OBJECT

 private slots:
  void every_code_has_words_data() {
    QTest::addColumn<int>("code");
    for (const auto code : base::all_codes()) {
      QTest::newRow(std::string(base::name(code)).c_str()) << static_cast<int>(code);
    }
  }

  void every_code_has_words() {
    QFETCH(int, code);
    const auto each = static_cast<base::Code>(code);
    const auto words = words::words_of(each);
    QVERIFY2(words.what != base::name(each), "core/words/codes.def has no words for it");
    QVERIFY(ends_as_sentence(words.what) && starts_with_capital(words.what));
    QVERIFY(ends_as_sentence(words.nameless) && starts_with_capital(words.nameless));
    QVERIFY(placeholders(words.nameless).empty());
    QVERIFY2(placeholders(words.todo).empty(), "advice holds no text from outside");
    for (const auto& name : placeholders(words.what)) QVERIFY(name == "subject" || name == "detail");
    // Whatever weighs on a verdict can be met with something.
    if (base::effect(each) != base::Effect::none) QVERIFY(ends_as_sentence(words.todo));
  }

  void every_literal_is_plain_and_short_data() {
    QTest::addColumn<QString>("literal");
    for (const auto literal : words::all_literals()) {
      QTest::newRow(std::string(literal).c_str()) << text(literal);
    }
  }

  void every_literal_is_plain_and_short() {
    QFETCH(QString, literal);
    QVERIFY(!literal.isEmpty());
    QVERIFY(!literal.contains("  "));
    QVERIFY(literal == literal.trimmed());
    QVERIFY2(literal.size() <= 140, qPrintable(QString::number(literal.size())));
    QVERIFY2(!literal.contains('<') && !literal.contains('&') && !literal.contains('%'),
             "no markup in words");
    const auto utf8 = literal.toStdString();
    QCOMPARE(base::visible(utf8), utf8);
  }

  void phrases_are_of_their_kind() {
    static const std::set<std::string> known{
        "count", "all",      "more",    "names",   "signer",   "issuer", "date", "time",  "places",
        "found", "expected", "changed", "missing", "unsigned", "size",   "hash", "type",  "hint",
        "index", "model",    "name",    "rule",    "policy",   "models", "host", "value", "program"};
    for (const auto& [kind, name, text] : phrases_by_kind()) {
      const std::string where(name);
      QVERIFY2(ends_as_sentence(text) == (kind == "sentence"), where.c_str());
      if (kind != "label") QVERIFY2(starts_with_capital(text), where.c_str());
      for (const auto& placeholder : placeholders(text)) QVERIFY2(known.contains(placeholder), where.c_str());
      if (kind == "headline") {
        for (const auto& placeholder : placeholders(text)) QVERIFY2(placeholder == "count", where.c_str());
      }
    }
  }

  void one_and_many_come_in_pairs() {
    std::set<std::string> names;
    for (const auto& literal : phrases_by_kind()) names.emplace(literal.name);
    for (const auto& name : names) {
      if (name.ends_with("_one"))
        QVERIFY2(names.contains(name.substr(0, name.size() - 3) + "many"), name.c_str());
      if (name.ends_with("_many"))
        QVERIFY2(names.contains(name.substr(0, name.size() - 4) + "one"), name.c_str());
    }
  }

  void every_step_state_and_action_has_a_name() {
    for (std::size_t i = 0; i < verdict::step_count; ++i) {
      QVERIFY(!words::title(static_cast<verdict::StepId>(i)).empty());
      QVERIFY(words::question(static_cast<verdict::StepId>(i)).ends_with('?'));
    }
    for (int i = 0; i <= static_cast<int>(verdict::FileState::not_checked); ++i) {
      QVERIFY(!words::title(static_cast<verdict::FileState>(i)).empty());
    }
    for (int i = 0; i <= static_cast<int>(verdict::Outcome::not_applicable); ++i) {
      QVERIFY(!words::title(static_cast<verdict::Outcome>(i)).empty());
    }
    for (int i = 1; i <= static_cast<int>(words::Action::check_again); ++i) {
      QVERIFY(!words::label(static_cast<words::Action>(i)).empty());
    }
    QCOMPARE(text(words::label(words::Action::check_again)), "Check again");
    QCOMPARE(text(words::label(words::Action::show_files)), "Show all files");
    QCOMPARE(text(words::title(verdict::StepId::nothing_else)), "No other files");
    QCOMPARE(text(words::title(signature::Method::sigstore)), "with an identity, through Sigstore");
  }
};

QTEST_APPLESS_MAIN(TestLiterals)
#include "tst_literals.moc"
