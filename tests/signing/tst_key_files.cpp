#include <sys/stat.h>

#include <QTest>

#include "signing/key_files.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

class tst_key_files : public QObject {
  Q_OBJECT

 private slots:
  void a_file_that_is_no_key_is_named() {
    const TemporaryFolder folder;
    write(folder / "key.pem", "text");
    const auto refused = signing::read_private_key(folder / "key.pem", nullptr);
    QCOMPARE(outcome(refused), QString("key.private_malformed"));
    QCOMPARE(refused.error().subject, (folder / "key.pem").string());
    QCOMPARE(outcome(signing::read_private_key(folder / "absent", nullptr)), QString("file.not_found"));
    QCOMPARE(outcome(signing::read_private_key(folder.path(), nullptr)), QString("file.not_regular"));
    QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    QCOMPARE(outcome(signing::read_private_key(folder / "pipe", nullptr)), QString("file.not_regular"));
  }

  void who_else_can_read_a_key_is_noticed() {
    const TemporaryFolder folder;
    write(folder / "key.pem", "text");
    for (const auto& [mode, others] : std::vector<std::pair<unsigned, bool>>{
             {0600, false}, {0400, false}, {0640, true}, {0644, true}, {0604, true}, {0610, false}}) {
      QCOMPARE(::chmod((folder / "key.pem").c_str(), mode), 0);
      const auto noticed = signing::readable_by_others(folder / "key.pem");
      QCOMPARE(noticed.has_value(), others);
      if (noticed) QCOMPARE(noticed->code, base::Code::key_readable_by_others);
    }
    QVERIFY(!signing::readable_by_others(folder / "absent"));
  }

  void certificates_come_from_several_files() {
    const TemporaryFolder folder;
    const auto chain = mint_chain();
    write(folder / "one.pem", chain.certificates.at(0).pem());
    write(folder / "two.pem", "words\n" + chain.certificates.at(1).pem() + chain.root.pem());
    const auto all = signing::read_certificates({folder / "one.pem", folder / "two.pem"});
    QVERIFY((all.value() == std::vector{chain.certificates.at(0), chain.certificates.at(1), chain.root}));
    write(folder / "none.pem", "text");
    const auto refused = signing::read_certificates({folder / "one.pem", folder / "none.pem"});
    QCOMPARE(outcome(refused), QString("certificate.malformed"));
    QCOMPARE(refused.error().subject, (folder / "none.pem").string());
  }
};

QTEST_APPLESS_MAIN(tst_key_files)
#include "tst_key_files.moc"
