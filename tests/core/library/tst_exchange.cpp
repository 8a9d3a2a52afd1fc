// Exchange of pairs: round trips, odd content, and files that are not to be trusted.
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/library/exchange.h"
#include "support/exchange_folder.h"
#include "support/need.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <unistd.h>

using namespace saysee;
using namespace saysee::library;
using test::need;

namespace {

using Files = std::map<std::string, std::string>;

constexpr std::uint64_t kPairs = 12;  // in filledLibrary()

// Every kind of value, and text that looks like one.
std::string extraOfEveryKind()
{
    return nlohmann::json({{"camera", "x"},
                           {"empty", ""},
                           {"flag", true},
                           {"formula", "=1+1"},
                           {"guarded", "'-1"},
                           {"less", -1},
                           {"like a flag", "true"},
                           {"like a list", "[1]"},
                           {"like a number", "-1"},
                           {"like a string", "\"x\""},
                           {"like nothing", "null"},
                           {"long", "12345678901234567890123"},
                           {"nested", {{"a", {1, 2.5, nullptr}}}},
                           {"padded", " 3 "},
                           {"rank", 17U},
                           {"real", 0.1},
                           {"said", "say \"hi\""},
                           {"zero", "007"}})
        .dump();
}

// Every file below a folder with its content.
Files filesIn(const std::filesystem::path& folder)
{
    Files files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(folder).string()] = need(base::readFile(entry.path()));
    return files;
}

// To root no file is closed: while this lives, a person without rights runs the test, in a folder of their own.
class AsNobody {
public:
    explicit AsNobody(const std::filesystem::path& folder)
    {
        constexpr uid_t nobody = 65534;
        if (::geteuid() != 0)
            return;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            (void)::lchown(entry.path().c_str(), nobody, nobody);
        (void)::lchown(folder.c_str(), nobody, nobody);
        m_changed = ::seteuid(nobody) == 0;
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
    ~AsNobody()
    {
        if (m_changed && ::seteuid(0) != 0)
            std::abort();
    }

private:
    bool m_changed = false;
};

}  // namespace

class TstExchange : public QObject, test::ExchangeFolder {
    Q_OBJECT

    // Photos with odd names, and pairs of every kind about them, in a new library.
    std::unique_ptr<Library> filledLibrary() const
    {
        auto filled = library("first");
        const std::vector<std::string> names = {"plain.jpg",  "with space & #hash.jpg", "Zürich, \"quoted\".jpg",
                                                "=cmd().jpg", "two.dots.v2.JPG",        "caf\xe9.jpg"};
        std::filesystem::create_directories(at("photos/sub"));
        const base::FolderId folder = need(filled->folders().add(at("photos")));
        std::vector<base::PhotoId> photos;
        for (const std::string& name : names) {
            const std::string path = "sub/" + name;
            write("photos/" + path, "picture " + name);
            auto insert = need(filled->database().prepare(
                "INSERT INTO photos (folder_id, path, size, mtime_ns, inode) VALUES (?, ?, 1, 0, 1)"));
            need(insert.bind({folder.value, store::Blob(path)}).run());
            photos.emplace_back(base::PhotoId {filled->database().lastInsertId()});
            need(filled->photos().setContent(
                photos.back(),
                {QByteArray::fromHex(QByteArray::fromStdString(base::sha256("picture " + name))).toStdString(), {}}));
        }
        const std::vector<std::string> texts = {"a plain caption",
                                                "=SUM(1,2)",
                                                "two\nlines, a \"quote\" and a\ttab",
                                                "'=guarded",
                                                "日本語 🏔 ünïcode",
                                                "",
                                                "-1",
                                                "+x",
                                                "@y",
                                                "trailing space "};
        int number = 0;
        for (const std::string& text : texts) {
            Pair pair;
            pair.photo = photos[std::size_t(number) % photos.size()];
            pair.heard = text;
            if (number % 3 == 1)
                pair.corrected = "corrected " + text;
            if (number % 2 == 0 || text.empty()) {
                sound("take.wav", 0.01F * float(number + 1));
                pair.recording = need(filled->pairs().addRecording(at("take.wav")));
            }
            pair.speaker = number % 4 == 0 ? "Ada L." : "";
            pair.language = "en";
            pair.split = number % 3 == 0 ? "train" : number % 3 == 1 ? "validation" : "";
            pair.verdict = static_cast<PairVerdict>(number % 4);
            pair.origin = static_cast<PairOrigin>(number % 3);
            pair.leadSeconds = 0.1 * number;
            pair.createdAt = 1'700'000'000 + number;
            if (number == 4)
                pair.extra = extraOfEveryKind();
            need(filled->pairs().add(pair));
            ++number;
        }
        for (const float level : {0.5F, 0.6F}) {  // two people say the same of one photo
            Pair pair;
            pair.photo = photos[0];
            pair.heard = "said twice";
            sound("take.wav", level);
            pair.recording = need(filled->pairs().addRecording(at("take.wav")));
            pair.createdAt = 1'700'000'000 + number++;
            need(filled->pairs().add(pair));
        }
        return filled;
    }

private Q_SLOTS:
    void init() { renew(); }
    void cleanup() { clear(); }

    void exportImportExport_isByteIdentical_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<bool>("withMedia");
        for (const PairFormatInfo& format : pairFormats())
            for (const bool withMedia : {true, false})
                QTest::addRow("%s%s", std::string(format.name).c_str(), withMedia ? "" : ", names only")
                    << QString::fromUtf8(format.name.data(), qsizetype(format.name.size())) << withMedia;
    }
    void exportImportExport_isByteIdentical()
    {
        QFETCH(QString, format);
        QFETCH(bool, withMedia);
        const std::string name = format.toStdString();
        const Media media = withMedia ? Media::Copy : Media::Leave;
        const auto first = filledLibrary();
        const ExchangeReport out = need(exportPairs(*first, name, at("out"), media));
        QCOMPARE(out.pairs, kPairs);
        QVERIFY2(out.problems.empty(), out.problems.empty() ? "" : out.problems[0].c_str());
        const Files written = filesIn(at("out"));

        const auto second = library("second");
        const ExchangeReport in = need(importPairs(*second, name, at("out")));
        QVERIFY2(in.problems.empty(), in.problems.empty() ? "" : in.problems[0].c_str());
        QCOMPARE(in.pairs, kPairs);
        // The second library has no such photos, so their files cannot come along; what is said about them can.
        need(exportPairs(*second, name, at("again"), Media::Leave));
        const Files again = filesIn(at("again"));
        for (const auto& [file, content] : again) {
            if (name == "webdataset" && withMedia)
                continue;  // one tar holds pictures, the other cannot
            QVERIFY2(written.contains(file), file.c_str());
            QCOMPARE(QByteArray::fromStdString(content), QByteArray::fromStdString(written.at(file)));
        }
        if (name == "jsonl" || name == "csv" || name == "huggingface" || name == "webdataset")
            QCOMPARE(need(importPairs(*second, name, at("again"))).pairs, std::uint64_t(0));  // hashes tell
    }

    void losslessFormats_keepEveryField_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* name : {"jsonl", "csv", "huggingface", "webdataset"})
            QTest::addRow("%s", name) << QString::fromUtf8(name);
    }
    void losslessFormats_keepEveryField()
    {
        QFETCH(QString, format);
        const auto first = filledLibrary();
        need(exportPairs(*first, format.toStdString(), at("out"), Media::Copy));
        const auto second = library("second");
        need(importPairs(*second, format.toStdString(), at("out")));
        auto before = need(first->pairs().list());
        auto after = need(second->pairs().list());
        const auto byTime = [](const Pair& a, const Pair& b) { return a.createdAt < b.createdAt; };
        std::sort(before.begin(), before.end(), byTime);  // splits may come in another order
        std::sort(after.begin(), after.end(), byTime);
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            const std::string context = "pair " + std::to_string(i) + ": " + before[i].text();
            QVERIFY2(after[i].text() == before[i].text(), context.c_str());
            QVERIFY2(after[i].speaker == before[i].speaker && after[i].split == before[i].split, context.c_str());
            QVERIFY2(after[i].verdict == before[i].verdict && after[i].origin == before[i].origin, context.c_str());
            QVERIFY2(after[i].leadSeconds == before[i].leadSeconds, context.c_str());
            QVERIFY2(after[i].createdAt == before[i].createdAt, context.c_str());
            QVERIFY2(after[i].extra == before[i].extra, (context + after[i].extra).c_str());
            QVERIFY2(bool(after[i].recording) == bool(before[i].recording), context.c_str());
            if (before[i].recording)
                QCOMPARE(after[i].recording->sha256, before[i].recording->sha256);
        }
    }

    // Sounds are read and copied, which takes long on a slow disk, while the window may save what a person says.
    void whileMediaAreRead_othersMayWrite()
    {
        const auto first = filledLibrary();
        need(exportPairs(*first, "jsonl", at("out"), Media::Copy));
        const auto second = library("second");
        auto other = need(store::Database::open(second->database().file(), store::OpenMode::ReadWrite,
                                                std::chrono::milliseconds(0)));
        std::size_t written = 0;
        const base::TaskContext task {{}, [&](const base::Progress&) {
                                          const auto done =
                                              other.execute("INSERT INTO queries (asked_at) VALUES (1)");
                                          written += done ? 1 : 0;
                                      }};
        QCOMPARE(need(importPairs(*second, "jsonl", at("out"), task)).pairs, kPairs);
        QCOMPARE(written, std::size_t(kPairs));
    }

    // Joined by content with photos that the library knows.
    void knownPhotos_areJoined_andKnownPairsSkipped()
    {
        const auto first = filledLibrary();
        need(exportPairs(*first, "jsonl", at("out"), Media::Leave));
        const auto report = need(importPairs(*first, "jsonl", at("out/pairs.jsonl")));
        QCOMPARE(report.known, kPairs);
        QCOMPARE(report.pairs, std::uint64_t(0));
    }

    // Described, then edited: what is copied is the picture as it is now, and the description comes back with it.
    void pairsOfEditedPhotos_comeBack()
    {
        const auto first = filledLibrary();
        write("photos/sub/plain.jpg", "edited since");
        const std::string now = base::sha256("edited since");
        for (const char* format : {"jsonl", "webdataset"}) {
            const std::string out = std::string("out ") + format;
            need(exportPairs(*first, format, at(out), Media::Copy));
            const auto second = library(std::string("second ") + format);
            const ExchangeReport report = need(importPairs(*second, format, at(out)));
            QVERIFY2(report.problems.empty(), report.problems.empty() ? "" : report.problems[0].c_str());
            QCOMPARE(report.pairs, kPairs);
            const auto pairs = need(second->pairs().list());
            QVERIFY(std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
                return pair.photoSha256 == now && pair.recording.has_value();
            }));
        }
        // In the library that has them, they are known once the photo was read anew.
        const auto photo = need(first->photos().at(at("photos/sub/plain.jpg")));
        need(first->photos().setContent(*photo,
                                        {QByteArray::fromHex(QByteArray::fromStdString(now)).toStdString(), {}}));
        QCOMPARE(need(importPairs(*first, "jsonl", at("out jsonl"))).known, kPairs);
    }

    // What was recorded stays the same when its words are put right.
    void correctedPairs_areKnownAgain()
    {
        const auto first = filledLibrary();
        need(exportPairs(*first, "jsonl", at("out"), Media::Copy));
        for (Pair pair : need(first->pairs().list())) {
            if (!pair.recording)
                continue;
            pair.corrected = "what was really said";
            need(first->pairs().update(pair));
        }
        QCOMPARE(need(importPairs(*first, "jsonl", at("out"))).known, kPairs);
        QCOMPARE(need(first->pairs().counts()).all, kPairs);
    }

    // Names first, sounds later: the pairs that came without sound get theirs, and none is doubled.
    void recordingsThatComeLater_completeTheirPairs()
    {
        const auto first = filledLibrary();
        need(exportPairs(*first, "jsonl", at("names"), Media::Leave));
        need(exportPairs(*first, "jsonl", at("all"), Media::Copy));
        const auto second = library("second");
        QCOMPARE(need(importPairs(*second, "jsonl", at("names"))).withoutRecording, std::uint64_t(8));
        const auto report = need(importPairs(*second, "jsonl", at("all")));
        QCOMPARE(report.known, kPairs);
        QCOMPARE(report.pairs, std::uint64_t(0));
        std::size_t recordings = 0;
        for (const Pair& pair : need(second->pairs().list())) {
            recordings += pair.recording ? 1 : 0;
            QVERIFY2(pair.extra.find("audio") == std::string::npos, pair.extra.c_str());
        }
        QCOMPARE(recordings, std::size_t(8));
    }

    // Pairs that came before their photos: the next import finds what was indexed since, as indexing itself does.
    void pairsWithoutPhoto_areJoinedByAnyLaterImport()
    {
        const auto first = filledLibrary();
        need(exportPairs(*first, "jsonl", at("out"), Media::Leave));
        need(need(first->database().prepare("UPDATE pairs SET photo_id = NULL")).run());
        need(importPairs(*first, "jsonl", at("out")));
        for (const Pair& pair : need(first->pairs().list()))
            QVERIFY2(pair.photo.has_value(), pair.photoPath.c_str());
    }

    void pathsThatLeadOut_areNeverRead()
    {
        sound("secret.wav", 0.5F);
        write("in/a.jpg", "picture");
        std::filesystem::create_symlink(at("secret.wav"), at("in/link.wav"));
        std::string manifest;
        for (const std::string& path : std::vector<std::string> {
                 "../secret.wav", at("secret.wav").string(), "x/../../secret.wav", "link.wav", "..\\\\secret.wav"})
            manifest += "{\"image\":\"a.jpg\",\"audio\":\"" + path + "\"}\n";
        manifest += "{\"image\":\"../photos/a.jpg\",\"text\":\"x\"}"
                    "\n";
        manifest += "{\"image\":\"a.jpg\",\"text\":\"good\"}"
                    "\n";
        write("in/pairs.jsonl", manifest);
        const auto target = library("library");
        const auto report = need(importPairs(*target, "jsonl", at("in")));
        QCOMPARE(report.pairs, std::uint64_t(1));
        QCOMPARE(report.problems.size(), std::size_t(6));
        QVERIFY(!std::filesystem::exists(at("library/recordings")));
    }

    void mediaThatCannotBeRead_areProblemsOfTheirRows()
    {
        const auto target = library("library");
        sound("in/good.wav", 0.1F);
        write("in/noise.wav", "no sound at all");
        std::filesystem::create_directories(at("in/folder.wav"));
        std::filesystem::create_symlink(at("in/nowhere.wav"), at("in/dangling.wav"));
        sound("in/closed.wav", 0.2F);
        std::filesystem::permissions(at("in/closed.wav"), std::filesystem::perms::none);
        std::string manifest;
        for (const char* name : {"first.wav", "noise", "folder", "dangling", "closed", "good"})
            manifest +=
                std::string("{\"image\":\"a.jpg\",\"text\":\"") + name + "\",\"audio\":\"" + name + ".wav\"}\n";
        write("in/pairs.jsonl", manifest);
        const AsNobody closedFilesAreClosed(at(""));
        const auto report = need(importPairs(*target, "jsonl", at("in")));
        QCOMPARE(report.problems.size(), std::size_t(2));
        QVERIFY2(report.problems[0].find("noise.wav") != std::string::npos, report.problems[0].c_str());
        QVERIFY2(report.problems[1].find("closed.wav") != std::string::npos, report.problems[1].c_str());
        QCOMPARE(report.pairs, std::uint64_t(4));
        QCOMPARE(report.withoutRecording, std::uint64_t(3));
    }

    void libraryThatCannotBeWritten_endsTheImport_andKeepsWhatCameBefore()
    {
        const auto target = library("library");
        write("library/recordings", "a file where the folder should be");
        sound("in/good.wav", 0.1F);
        write("in/pairs.jsonl",
              "{\"image\":\"a.jpg\",\"text\":\"one\"}\n{\"image\":\"a.jpg\",\"text\":\"two\"}\n"
              "{\"image\":\"a.jpg\",\"audio\":\"good.wav\"}\n{\"image\":\"a.jpg\",\"text\":\"three\"}\n");
        QCOMPARE(importPairs(*target, "jsonl", at("in")).error().code, base::ErrorCode::Io);
        QCOMPARE(need(target->pairs().list()).size(), std::size_t(2));
    }

    void stoppedImport_keepsWhatCameBefore()
    {
        const auto target = library("library");
        write("in/pairs.jsonl", "{\"image\":\"a.jpg\",\"text\":\"one\"}\n{\"image\":\"a.jpg\",\"text\":\"two\"}\n");
        std::stop_source stop;
        const base::TaskContext task {stop.get_token(), [&](const base::Progress&) { stop.request_stop(); }};
        QCOMPARE(importPairs(*target, "jsonl", at("in"), task).error().code, base::ErrorCode::Cancelled);
        QCOMPARE(need(target->pairs().list()).size(), std::size_t(1));
    }

    void wrongLines_areNamed_theRestIsRead()
    {
        write("in/pairs.jsonl",
              "{\"image\":\"a.jpg\",\"text\":\"one\"}\n{broken\n[1]\n{\"image\":5}\n{\"text\":\"no picture\"}\n"
              "\xff\xfe\n\n{\"image\":\"b.jpg\",\"text\":\"two\"}");
        const auto target = library("library");
        const auto report = need(importPairs(*target, "jsonl", at("in")));
        QCOMPARE(report.pairs, std::uint64_t(2));
        QCOMPARE(report.problems.size(), std::size_t(5));
        QVERIFY2(report.problems[0].find("line 2") != std::string::npos, report.problems[0].c_str());
    }

    void hostileCsv_isRefused()
    {
        const auto target = library("library");
        write("in/pairs.csv", "image,text" + std::string(1'000'000, ',') + "\n");
        QCOMPARE(importPairs(*target, "csv", at("in")).error().code, base::ErrorCode::Corrupt);
        write("in/pairs.csv", "image,text\na.jpg,\"never closed\n");
        QCOMPARE(need(importPairs(*target, "csv", at("in"))).problems.size(), std::size_t(1));
        write("in/pairs.csv", "");
        QCOMPARE(importPairs(*target, "csv", at("in")).error().code, base::ErrorCode::Corrupt);
        write("in/pairs.csv", "\xef\xbb\xbfimage,text\r\na.jpg,\"say \"\"hi\"\"\"\r\n");
        QCOMPARE(need(importPairs(*target, "csv", at("in"))).pairs, std::uint64_t(1));
        QCOMPARE(need(target->pairs().list())[0].text(), std::string("say \"hi\""));
    }

    void csvInLatin1_isReadAsWhatItSays()
    {
        const auto target = library("library");
        write("in/pairs.csv",
              "image,text,speaker,St\xe4"
              "dte\na.jpg,gr\xfcn,M\xfcller,K\xf6ln\n");
        QCOMPARE(need(importPairs(*target, "csv", at("in"))).pairs, std::uint64_t(1));
        const Pair pair = need(target->pairs().list()).front();
        QCOMPARE(pair.speaker, std::string("Müller"));
        QCOMPARE(pair.text(), std::string("grün"));
        QVERIFY2(pair.extra.find("\"Städte\":\"Köln\"") != std::string::npos, pair.extra.c_str());
    }

    void csvOfOtherPrograms_keepsItsTexts()
    {
        const auto target = library("library");
        write("in/pairs.csv",
              "image,text,number,name,long,real,nothing,list,deep\n"
              "a.jpg,7,12,007,12345678901234567890123,1.10,null,\"[1, 2]\","
                  + std::string(100'000, '[') + "\n");
        QCOMPARE(need(importPairs(*target, "csv", at("in"))).pairs, std::uint64_t(1));
        const Pair pair = need(target->pairs().list())[0];
        QCOMPARE(pair.text(), std::string("7"));
        const auto extra = nlohmann::json::parse(pair.extra);
        QCOMPARE(extra["number"].get<int>(), 12);
        QCOMPARE(extra["name"].get<std::string>(), std::string("007"));
        QCOMPARE(extra["long"].get<std::string>(), std::string("12345678901234567890123"));
        QCOMPARE(extra["real"].get<std::string>(), std::string("1.10"));
        QCOMPARE(extra["nothing"].get<std::string>(), std::string("null"));
        QCOMPARE(extra["list"].get<std::string>(), std::string("[1, 2]"));
        QCOMPARE(extra["deep"].get<std::string>().size(), std::size_t(100'000));
    }

    void tarWithLinksAndEscapes_isReadWithoutThem()
    {
        std::filesystem::create_directories(at("in"));
        archive* writer = ::archive_write_new();
        ::archive_write_set_format_ustar(writer);
        QCOMPARE(::archive_write_open_filename(writer, at("in/pairs.tar").c_str()), ARCHIVE_OK);
        const auto add = [&](const char* name, const std::string& content, const char* link) {
            archive_entry* entry = ::archive_entry_new();
            ::archive_entry_set_pathname(entry, name);
            ::archive_entry_set_perm(entry, 0644);
            ::archive_entry_set_filetype(entry, link == nullptr ? AE_IFREG : AE_IFLNK);
            if (link != nullptr)
                ::archive_entry_set_symlink(entry, link);
            ::archive_entry_set_size(entry, link == nullptr ? la_int64_t(content.size()) : 0);
            ::archive_write_header(writer, entry);
            ::archive_write_data(writer, content.data(), content.size());
            ::archive_entry_free(entry);
        };
        add("good.jpg", "picture", nullptr);
        add("good.txt", "a caption", nullptr);
        add("../escaped.jpg", "picture", nullptr);
        add("/tmp/saysee-escaped.jpg", "picture", nullptr);
        add("out", "", "/etc");
        add("out/passwd.txt", "through the link", nullptr);
        archive_entry* hard = ::archive_entry_new();
        ::archive_entry_set_pathname(hard, "hard.jpg");
        ::archive_entry_set_hardlink(hard, "/etc/passwd");
        ::archive_entry_set_filetype(hard, AE_IFREG);
        QCOMPARE(::archive_write_header(writer, hard), ARCHIVE_OK);
        ::archive_entry_free(hard);
        ::archive_write_free(writer);

        const auto target = library("library");
        const auto report = need(importPairs(*target, "webdataset", at("in/pairs.tar")));
        QCOMPARE(report.pairs, std::uint64_t(1));
        QCOMPARE(need(target->pairs().list())[0].text(), std::string("a caption"));
        QVERIFY(!std::filesystem::exists(at("in/escaped.jpg")) && !std::filesystem::exists(at("escaped.jpg")));
        QVERIFY(!std::filesystem::exists("/tmp/saysee-escaped.jpg"));
        QVERIFY(!std::filesystem::is_symlink(at("in/pairs/out")));
        const auto named = [&](const char* name) {
            return std::any_of(report.problems.begin(), report.problems.end(),
                               [&](const std::string& problem) { return problem.find(name) != std::string::npos; });
        };
        for (const char* name : {"../escaped.jpg", "/tmp/saysee-escaped.jpg", "\"out\"", "hard.jpg"})
            QVERIFY2(named(name), name);

        write("in/pairs.tar", std::string(3000, 'x'));
        QCOMPARE(importPairs(*target, "webdataset", at("in/pairs.tar")).error().code, base::ErrorCode::Corrupt);
    }

    void otherContentThanPromised_isLeftOut()
    {
        write("in/a.jpg", "picture");
        write("in/pairs.jsonl",
              "{\"image\":\"a.jpg\",\"image_sha256\":\"" + std::string(64, '0') + "\",\"text\":\"x\"}");
        const auto target = library("library");
        const auto report = need(importPairs(*target, "jsonl", at("in")));
        QCOMPARE(report.pairs, std::uint64_t(0));
        QCOMPARE(report.problems.size(), std::size_t(1));
    }

    void hashes_areTakenInEitherCase_andWhatIsNone_isAProblemOfItsRow()
    {
        const auto target = filledLibrary();
        const std::string known = base::sha256("picture plain.jpg");
        const std::string upper = QString::fromStdString(known).toUpper().toStdString();
        write("in/a.jpg", "picture plain.jpg");
        std::string manifest;
        for (const std::string& hash :
             {std::string("d41d8cd98f00b204e9800998ecf8427e"), known + "0", std::string(64, 'g')})
            manifest += "{\"image\":\"absent.jpg\",\"text\":\"no\",\"image_sha256\":\"" + hash + "\"}\n";
        manifest += R"({"image":"a.jpg","text":"no","audio":"absent.wav","audio_sha256":"x"})"
                    "\n";
        for (const char* image : {"a.jpg", "absent.jpg"})
            manifest += std::string("{\"image\":\"") + image + "\",\"text\":\"" + image + "\",\"image_sha256\":\""
                + upper + "\"}\n";
        write("in/pairs.jsonl", manifest);
        const auto report = need(importPairs(*target, "jsonl", at("in")));
        QCOMPARE(report.pairs, std::uint64_t(2));
        QCOMPARE(report.problems.size(), std::size_t(4));
        QCOMPARE(report.withoutPhoto, std::uint64_t(0));
        for (const Pair& pair : need(target->pairs().list()))
            QVERIFY2(pair.text() != "no", pair.photoPath.c_str());
    }

    void wrongRequests_areRefused()
    {
        const auto target = filledLibrary();
        QCOMPARE(exportPairs(*target, "excel", at("out"), Media::Copy).error().code,
                 base::ErrorCode::InvalidArgument);
        write("used/file", "x");
        QCOMPARE(exportPairs(*target, "jsonl", at("used"), Media::Copy).error().code,
                 base::ErrorCode::InvalidArgument);
        QCOMPARE(importPairs(*target, "jsonl", at("absent")).error().code, base::ErrorCode::NotFound);
        std::filesystem::create_directories(at("empty"));
        for (const PairFormatInfo& format : pairFormats())
            QCOMPARE(importPairs(*target, format.name, at("empty")).error().code, base::ErrorCode::NotFound);
    }

    void lostFiles_areNoted_andTheirPairsWritten()
    {
        const auto target = filledLibrary();
        std::filesystem::remove(at("photos/sub/plain.jpg"));
        const auto report = need(exportPairs(*target, "jsonl", at("out"), Media::Copy));
        QCOMPARE(report.pairs, kPairs);
        QVERIFY(report.problems.empty());
        QVERIFY(!report.notes.empty());
        QVERIFY2(report.notes[0].find("plain.jpg is not there") != std::string::npos, report.notes[0].c_str());
    }
};

QTEST_GUILESS_MAIN(TstExchange)
#include "tst_exchange.moc"
