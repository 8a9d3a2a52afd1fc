#include "core/base/hash.h"

#include <QTest>
#include <QTemporaryDir>
#include <fstream>

using namespace saysee::base;

class TstHash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Test vectors of FIPS 180-4.
    void knownTexts_giveKnownHashes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("empty") << QByteArray()
                               << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << QByteArray("abc")
                             << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                    << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }

    void knownTexts_giveKnownHashes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(sha256(text.toStdString())), expected);
    }

    void piecewise_equalsWhole()
    {
        Sha256 hash;
        for (int i = 0; i < 1000; ++i)
            hash.update("some text ");
        std::string whole;
        for (int i = 0; i < 1000; ++i)
            whole += "some text ";
        QCOMPARE(hash.finish(), sha256(whole));
    }

    void file_equalsItsContent()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "f";
        std::ofstream(path) << "abc";
        QCOMPARE(sha256OfFile(path).value(), sha256("abc"));
        QCOMPARE(sha256OfFile(path.parent_path() / "absent").error().code, ErrorCode::NotFound);
        QCOMPARE(sha256OfFile(path / "absent").error().code, ErrorCode::NotFound);
        QCOMPARE(sha256OfFile("/proc/self/mem").error().code, ErrorCode::Io);  // opens, and fails when it is read
    }
};

QTEST_GUILESS_MAIN(TstHash)
#include "tst_hash.moc"
