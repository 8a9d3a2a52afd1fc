// Fetching packs: whole, continued, interrupted, and from an address that sends something else.
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/model/pack_download.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace saysee;

class TestPackDownload : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::uint64_t> m_offsets;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::filesystem::path target() const { return folder() / "into"; }
    std::filesystem::path file() const { return target() / "a" / "weights.bin"; }

    model::Pack pack() const
    {
        const nlohmann::json listed = {{"path", "a/weights.bin"},
                                       {"size", 10},
                                       {"sha256", base::sha256("0123456789")},
                                       {"url", "https://example.org/weights.bin"}};
        const nlohmann::json manifest = {{"schema", 1}, {"name", "far"}, {"files", {listed}}};
        std::filesystem::create_directories(folder() / "manifest");
        if (!base::writeFileAtomically(folder() / "manifest" / "pack.json", manifest.dump()))
            qFatal("cannot write the manifest");
        return *model::readPack(folder() / "manifest");
    }

    // Serves `content` in pieces of three bytes, and fails after `most` of them.
    model::Transport server(std::string content, std::size_t most = 1000)
    {
        return [this, content, most](const std::string&, std::uint64_t offset,
                                     const std::function<bool(std::string_view)>& sink,
                                     const base::TaskContext&) -> base::Status {
            m_offsets.push_back(offset);
            for (std::size_t at = offset; at < content.size(); at += 3) {
                if (at - offset >= most)
                    return base::fail(base::ErrorCode::Io, "The connection broke.");
                if (!sink(std::string_view(content).substr(at, 3)))
                    return base::fail(base::ErrorCode::Io, "The receiver stopped.");
            }
            return {};
        };
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_offsets.clear();
    }

    void aPackArrivesWholeWithItsManifestLast()
    {
        const auto fetched = model::fetchPack(pack(), target(), server("0123456789"));
        QVERIFY2(fetched, fetched ? "" : fetched.error().message.c_str());
        QCOMPARE(*base::readFile(file()), std::string("0123456789"));
        QVERIFY(model::verifyPack(*model::readPack(target())));
        QVERIFY(model::fetchPack(pack(), target(), server("")));
        QCOMPARE(m_offsets.size(), std::size_t(1));  // the second time nothing was missing
    }

    void aBrokenDownloadContinues()
    {
        QVERIFY(!model::fetchPack(pack(), target(), server("0123456789", 6)));
        QVERIFY2(!std::filesystem::exists(target() / "pack.json"), "an incomplete pack looks complete");
        QVERIFY(model::fetchPack(pack(), target(), server("0123456789")));
        QCOMPARE(m_offsets, (std::vector<std::uint64_t> {0, 6}));
        QCOMPARE(*base::readFile(file()), std::string("0123456789"));
    }

    void whatCannotBeContinuedIsFetchedAnew()
    {
        const auto noRanges = [&](const std::string& url, std::uint64_t offset,
                                  const std::function<bool(std::string_view)>& sink,
                                  const base::TaskContext& task) -> base::Status {
            if (offset == 0)
                return server("0123456789")(url, offset, sink, task);
            m_offsets.push_back(offset);
            return base::fail(base::ErrorCode::InvalidArgument, "No ranges.");
        };
        QVERIFY(!model::fetchPack(pack(), target(), server("0123456789", 6)));
        QVERIFY(model::fetchPack(pack(), target(), noRanges));
        QCOMPARE(m_offsets, (std::vector<std::uint64_t> {0, 6, 0}));
        QCOMPARE(*base::readFile(file()), std::string("0123456789"));
    }

    void whatCannotBeReachedKeepsWhatThereIs()
    {
        const auto nobody = [](const std::string&, std::uint64_t, const std::function<bool(std::string_view)>&,
                               const base::TaskContext&) -> base::Status {
            return base::fail(base::ErrorCode::Io, "No connection.");
        };
        QVERIFY(!model::fetchPack(pack(), target(), server("0123456789", 6)));
        QVERIFY(!model::fetchPack(pack(), target(), nobody));
        QVERIFY(model::fetchPack(pack(), target(), server("0123456789")));
        QCOMPARE(m_offsets, (std::vector<std::uint64_t> {0, 6}));
    }

    void wrongContentIsDeleted_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("other bytes") << QByteArray("9876543210");
        QTest::newRow("too short") << QByteArray("01234");
        QTest::newRow("too long") << QByteArray("0123456789 and then without end");
    }
    void wrongContentIsDeleted()
    {
        QFETCH(QByteArray, content);
        QVERIFY(!model::fetchPack(pack(), target(), server(content.toStdString())));
        QVERIFY(!std::filesystem::exists(file()));
        QVERIFY(!std::filesystem::exists(target() / "pack.json"));
    }

    void aFileWithoutAddressIsNamed()
    {
        model::Pack local = pack();
        local.files[0].url.clear();
        const auto fetched = model::fetchPack(local, target(), server(""));
        QVERIFY(!fetched && fetched.error().code == base::ErrorCode::ModelMissing);
        QVERIFY(QByteArray::fromStdString(fetched.error().message).contains("weights.bin"));
    }

    void aManifestsAddressIsEnough()
    {
        const std::string manifest = *base::readFile(pack().folder / "pack.json");
        const auto transport = [&](const std::string& url, std::uint64_t offset,
                                   const std::function<bool(std::string_view)>& sink,
                                   const base::TaskContext& task) -> base::Status {
            return server(url.ends_with("pack.json") ? manifest : "0123456789")(url, offset, sink, task);
        };
        const auto fetched = model::getPack("https://example.org/pack.json", folder() / "models", transport);
        QVERIFY2(fetched, fetched ? "" : fetched.error().message.c_str());
        QCOMPARE(fetched->folder, folder() / "models" / "far");
        QVERIFY(model::verifyPack(*fetched));
        const auto entries = QDir(m_folder->filePath(QStringLiteral("models")))
                                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        QCOMPARE(entries, QStringList {QStringLiteral("far")});
    }

    void whatIsNoManifestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("a web page") << QByteArray("<html>Not found</html>");
        QTest::newRow("endless") << QByteArray(2 << 20, ' ');
    }
    void whatIsNoManifestIsRefused()
    {
        QFETCH(QByteArray, content);
        const auto fetched = model::getPack("https://example.org/pack.json", folder() / "models",
                                            server(content.toStdString(), 1 << 30));
        QVERIFY(!fetched);
        QVERIFY2(std::filesystem::is_empty(folder() / "models"), "something was left behind");
    }

    void onlyHttpsIsSpoken()
    {
        const auto refused =
            model::httpsTransport()("file:///etc/passwd", 0, [](std::string_view) { return true; }, {});
        QVERIFY(!refused && refused.error().code == base::ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestPackDownload)
#include "tst_pack_download.moc"
