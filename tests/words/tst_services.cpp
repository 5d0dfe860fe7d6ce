#include <QTest>

#include "words/phrases.h"
#include "words/services.h"

using namespace weighmaster;
using base::Code;
using trust::Disclosure;
using trust::ServiceEvent;
using trust::ServiceRole;

namespace {

QString said(const words::Sentence& sentence) {
  return QString::fromStdString(words::fill(sentence));
}

QStringList said(const std::vector<words::Sentence>& sentences) {
  QStringList list;
  for (const auto& sentence : sentences) list << said(sentence);
  return list;
}

using Kind = ServiceEvent::Kind;

}  // namespace

class tst_services : public QObject {
  Q_OBJECT

 private slots:
  void each_disclosure_is_told_with_its_host_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("expected");
    const auto row = [](Disclosure::What what, const char* expected) {
      QTest::newRow(std::string(trust::name(what)).c_str()) << int(what) << QString(expected);
    };
    using enum Disclosure::What;
    row(certificate_logged,
        "“a.test” lists in public who you are, such as your e-mail address, who vouches for it, and when you "
        "sign.");
    row(digests_logged,
        "The log “a.test” shows everybody your identity, the signature, and digests of the list of files.");
    row(digest_logged, "The log “a.test” shows everybody your identity, the signature, and one digest.");
    row(login, "“a.test” learns that you log in to sign, and when.");
    row(token, "The certificate authority “a.test” gets what the login says of you, and a new public key.");
    row(token_of_surroundings,
        "The certificate authority “a.test” gets a new public key and an identity token, which this build "
        "service or machine is asked for.");
    row(token_as_given, "The certificate authority “a.test” gets your identity token and a new public key.");
    row(signature_digest, "The timestamp authority “a.test” gets a digest of the signature.");
    row(list_of_files,
        "The log “a.test” gets the model's name and the names and digests of all files; it keeps only "
        "digests of "
        "them.");
  }

  void each_disclosure_is_told_with_its_host() {
    QFETCH(int, what);
    QFETCH(QString, expected);
    QCOMPARE(said(words::what_leaves({static_cast<Disclosure::What>(what), "a.test"})), expected);
  }

  void a_log_of_certificates_that_is_not_known_is_told_all_the_same() {
    QCOMPARE(
        said(words::what_leaves({Disclosure::What::certificate_logged, ""})),
        QString(
            "A log of certificates lists in public who you are, such as your e-mail address, and when you "
            "sign."));
  }

  void who_logged_in_is_shown_as_plain_text() {
    const trust::Identity who{"al\x1b[2Jice\n", "https://issuer.example"};
    QCOMPARE(said(words::who_logged_in(who)),
             QString("Logged in as “al\\u001b[2Jice\\n” (by “https://issuer.example”)."));
    QCOMPARE(said(words::ask_identity({"alice@example.com", "https://issuer.example"})),
             QString("Logged in as “alice@example.com” (by “https://issuer.example”). Sign in this name?"));
  }

  void each_event_is_a_line() {
    QStringList lines;
    for (const auto role : {ServiceRole::login, ServiceRole::certificate_authority,
                            ServiceRole::timestamp_authority, ServiceRole::log}) {
      lines << said(words::what_happens({Kind::asked, role, "a.test"}));
      lines << said(words::what_happens({Kind::asked_again, role, "a.test"}));
      lines << said(words::what_happens({Kind::answered, role, "a.test", 7}));
    }
    QCOMPARE(said(words::what_happens({Kind::refused, ServiceRole::log, "a.test"})),
             QString("“a.test” refused."));
    QCOMPARE(said(words::what_happens({Kind::answered, ServiceRole::log, "a.test"})),
             QString("“a.test” has this signature in its log already."));
    QCOMPARE(lines, (QStringList{"Logging in at “a.test”.", "“a.test” is not well; asking again.",
                                 "The login is done.", "Asking “a.test” for a certificate.",
                                 "“a.test” is not well; asking again.", "“a.test” gave a certificate.",
                                 "Asking “a.test” for the time.", "“a.test” is not well; asking again.",
                                 "“a.test” stamped the time.", "Asking “a.test” to log the signature.",
                                 "“a.test” is not well; asking again.",
                                 "“a.test” logged the signature as entry 7."}));
  }

  void a_failure_says_who_it_was_and_what_is_public() {
    trust::Journal journal;
    const auto watch = journal.watch();
    watch({Kind::asked, ServiceRole::certificate_authority, "ca.test"});
    const base::Error down{Code::net_unreachable, "ca.test", "connection refused"};
    QCOMPARE(said(words::why_not_signed(down, journal)),
             (QStringList{"“ca.test” cannot be reached (connection refused).",
                          "This is the certificate authority, which ties your identity to the signature.",
                          "Nothing was published."}));
    const base::Error slow{Code::net_timeout, "ca.test", ""};
    QCOMPARE(said(words::why_not_signed(slow, journal)).last(),
             QString("Whether “ca.test” made a certificate with your identity, which would be public, is not "
                     "known."));

    const base::Error broken{Code::net_status, "ca.test", "HTTP 502"};
    QVERIFY(said(words::why_not_signed(broken, journal)).last().startsWith("Whether “ca.test” made"));
    watch({Kind::refused, ServiceRole::certificate_authority, "ca.test"});
    QCOMPARE(said(words::why_not_signed(broken, journal)).last(), QString("Nothing was published."));

    watch({Kind::answered, ServiceRole::certificate_authority, "ca.test"});
    watch({Kind::asked, ServiceRole::log, "one.test"});
    watch({Kind::answered, ServiceRole::log, "one.test", 1005});
    watch({Kind::asked, ServiceRole::log, "two.test"});
    const base::Error other{Code::net_answer, "two.test", "log.entry_differs: the signature"};
    QCOMPARE(
        said(words::why_not_signed(other, journal)),
        (QStringList{
            "The answer of “two.test” cannot be understood (log.entry_differs: the signature).",
            "The log entry speaks of another signature.", "This is the public log of signatures.",
            "A certificate of “ca.test” with your identity is public for ever, in a log of certificates.",
            "An entry about this signature is in the public log “one.test” for ever, though the signature "
            "could "
            "not be finished (entry 1005).",
            "Whether “two.test” made an entry about this signature, which would be public, is not known."}));
  }

  void what_a_host_is_called_cannot_forge_a_line() {
    const auto line = said(words::what_happens({Kind::asked, ServiceRole::log, "a\n<b>ok</b>\u202e{index}"}));
    QVERIFY(!line.contains('\n'));
    QVERIFY(line.contains("\\n<b>ok</b>\\u202e{index}"));
  }
};

QTEST_APPLESS_MAIN(tst_services)
#include "tst_services.moc"
