// Photos, folders, filters and vectors as the database keeps them.
#include "core/library/library.h"
#include "support/need.h"

#include <QTemporaryDir>
#include <QTest>
#include <ctime>
#include <fstream>

using namespace saysee;
using namespace saysee::library;
using test::need;

namespace {

const base::SpaceId kSpace {"cafe"};

base::Embedding unit(int dimension, int axis, float tilt = 0)
{
    std::vector<float> values(static_cast<std::size_t>(dimension), tilt);
    values[static_cast<std::size_t>(axis)] = 1;
    return need(base::Embedding::normalised(std::move(values), kSpace));
}

image::PhotoMetadata titled(std::string title)
{
    image::PhotoMetadata metadata;
    metadata.title = std::move(title);
    return metadata;
}

using Ids = std::vector<base::PhotoId>;

}  // namespace

class TstLibrary : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Library> m_library;
    base::FolderId m_photosFolder;

    std::filesystem::path at(const std::string& path) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / path;
    }

    // A row as a scan would have written it.
    base::PhotoId photo(const std::string& path, const image::PhotoMetadata& metadata = {},
                        const std::string& hash = std::string(32, 'h'))
    {
        auto insert = need(m_library->database().prepare(
            "INSERT INTO photos (folder_id, path, size, mtime_ns, inode) VALUES (?, ?, 1, 0, 1)"));
        need(insert.bind({m_photosFolder.value, store::Blob(path)}).run());
        const base::PhotoId id {m_library->database().lastInsertId()};
        need(m_library->photos().setContent(id, {hash, metadata}));
        return id;
    }

    Ids matched(std::string_view query, Words rule = Words::All)
    {
        Ids ids;
        for (const TextMatch& match : need(m_library->photos().findText(query, 100, rule)))
            ids.push_back(match.photo);
        return ids;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        std::filesystem::create_directories(at("Holiday photos/2023"));
        m_library = need(Library::open(at("library"), Library::Mode::ReadWrite));
        m_photosFolder = need(m_library->folders().add(at("Holiday photos")));
    }
    void cleanup() { m_library.reset(); }

    void folders_areAddedOnce_neverNested()
    {
        QCOMPARE(need(m_library->folders().add(at("Holiday photos/."), std::vector<std::string> {"*.png"})),
                 m_photosFolder);
        const auto listed = need(m_library->folders().list());
        QCOMPARE(listed.size(), std::size_t(1));
        QCOMPARE(listed[0].excludes, std::vector<std::string> {"*.png"});
        QCOMPARE(need(m_library->folders().add(at("Holiday photos"))), m_photosFolder);
        QCOMPARE(need(m_library->folders().list())[0].excludes, std::vector<std::string> {"*.png"});  // as they were
        need(m_library->folders().add(at("Holiday photos"), std::vector<std::string>()));
        QVERIFY(need(m_library->folders().list())[0].excludes.empty());
        QCOMPARE(m_library->folders().add(at("Holiday photos/2023")).error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(m_library->folders().add(at("")).error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(m_library->folders().add(at("absent")).error().code, base::ErrorCode::NotFound);
        std::ofstream(at("file")) << "x";
        QCOMPARE(m_library->folders().add(at("file")).error().code, base::ErrorCode::InvalidArgument);
        std::filesystem::create_directories(at("Holiday photos too"));
        QVERIFY(m_library->folders().add(at("Holiday photos too")).has_value());  // a longer name is no part
    }

    void removingAFolder_takesItsPhotosAndVectors()
    {
        const base::PhotoId id = photo("a.jpg", titled("Gone soon"));
        Vectors vectors = need(m_library->vectors(kSpace, 4));
        need(vectors.put(id, unit(4, 0)));
        const auto before = need(vectors.stamp());
        need(m_library->folders().remove(m_photosFolder));
        QCOMPARE(m_library->photos().get(id).error().code, base::ErrorCode::NotFound);
        QVERIFY(matched("soon").empty());
        QCOMPARE(need(vectors.stamp()).rows, std::uint64_t(0));
        QVERIFY(need(vectors.stamp()).generation > before.generation);
        QCOMPARE(m_library->folders().remove(m_photosFolder).error().code, base::ErrorCode::NotFound);
        QVERIFY(need(m_library->verify()).empty());
    }

    void metadata_comesBackWhole()
    {
        image::PhotoMetadata metadata;
        metadata.taken = image::CaptureTime {1'683'900'202'123, 120};
        metadata.position = image::GeoPosition {41.9, 12.5, 21.0};
        metadata.camera = "Canon EOS R5";
        metadata.title = "Ein Ärger";
        metadata.description = "two\nlines";
        metadata.keywords = {"beach", "Places/Italy/Rome"};
        metadata.places = {"Rome", "Italy"};
        metadata.rating = 4;
        metadata.people = {{"Ada", 0.5, 0.25, 0.1, 0.2}};
        const base::PhotoId id = photo("caf\xe9.jpg", metadata);
        const Photo read = need(m_library->photos().get(id));
        QCOMPARE(read.path.native(), at("Holiday photos").native() + "/caf\xe9.jpg");
        QCOMPARE(*read.metadata.taken, *metadata.taken);
        QCOMPARE(*read.metadata.position->altitude, 21.0);
        QCOMPARE(read.metadata.keywords.size(), std::size_t(2));
        QCOMPARE(read.metadata.places, metadata.places);
        QCOMPARE(read.metadata.people[0].name, std::string("Ada"));
        QCOMPARE(*read.metadata.rating, 4);
        QCOMPARE(read.metadata.description, metadata.description);
        QCOMPARE(read.sha256.substr(0, 4), std::string("6868"));
        QCOMPARE(need(m_library->photos().at(at("Holiday photos/caf\xe9.jpg"))), std::optional(id));
        QVERIFY(!need(m_library->photos().at(at("elsewhere.jpg"))));
        QCOMPARE(need(m_library->photos().bySha256(read.sha256)), std::optional(id));
    }

    void links_areFoundByTheirNames_andFollowedWhenTheyAreNoPhoto()
    {
        std::ofstream(at("Holiday photos/target.jpg")) << "x";
        std::ofstream(at("outside.jpg")) << "x";
        std::filesystem::create_symlink(at("outside.jpg"), at("Holiday photos/link.jpg"));
        std::filesystem::create_symlink(at("Holiday photos/target.jpg"), at("way in.jpg"));
        std::filesystem::create_symlink(at("Holiday photos"), at("way"));
        const base::PhotoId link = photo("link.jpg");  // as a walk finds it
        const base::PhotoId target = photo("target.jpg");
        const auto found = [&](const std::string& path) { return need(m_library->photos().at(at(path))); };
        QCOMPARE(found("Holiday photos/link.jpg"), std::optional(link));
        QCOMPARE(found("way/link.jpg"), std::optional(link));
        QCOMPARE(found("way in.jpg"), std::optional(target));
        QCOMPARE(found("outside.jpg"), std::optional<base::PhotoId>());
    }

    void filters_combine()
    {
        const auto dated = [](std::int64_t seconds, std::vector<std::string> keywords, int rating) {
            image::PhotoMetadata metadata;
            metadata.taken = image::CaptureTime {seconds * 1000, std::nullopt};
            metadata.keywords = std::move(keywords);
            metadata.rating = rating;
            metadata.camera = "Phone";
            return metadata;
        };
        const base::PhotoId a = photo("2023/a.jpg", dated(100, {"Beach", "sun"}, 5));
        const base::PhotoId b = photo("2023/sub/b.jpg", dated(200, {"beach"}, 1));
        const base::PhotoId c = photo("2023b/c.jpg", dated(300, {}, 3));
        const base::PhotoId undated = photo("d.jpg");  // its file says 1970
        const auto select = [&](const PhotoFilter& filter) { return need(m_library->photos().select(filter)); };
        QCOMPARE(select({}), (Ids {a, b, c, undated}));
        QCOMPARE(select({.takenFrom = 100, .takenBefore = 300}), (Ids {a, b}));
        QCOMPARE(select({.takenBefore = 100}), Ids {undated});
        QCOMPARE(select({.folders = {at("Holiday photos/2023")}}), (Ids {a, b}));
        QCOMPARE(select({.folders = {at("Holiday photos/2023/sub/"), at("Holiday photos/2023b")}}), (Ids {b, c}));
        QCOMPARE(select({.folders = {at("Holiday photos")}}).size(), std::size_t(4));
        QCOMPARE(select({.folders = {at("")}}).size(), std::size_t(4));
        QCOMPARE(select({.folders = {"/nowhere"}}), Ids {});
        QCOMPARE(select({.keywords = {"BEACH"}}), (Ids {a, b}));
        QCOMPARE(select({.keywords = {"beach", "sun"}, .lowestRating = 3}), Ids {a});
        QCOMPARE(select({.camera = "phone", .lowestRating = 2}), (Ids {a, c}));
        need(m_library->photos().setUnreadable(a, "broken"));
        QCOMPARE(select({.camera = "phone"}), (Ids {b, c}));
    }

    // Cameras show the local time, files carry UTC.
    void filters_takeTheFilesTimeByTheLocalClock()
    {
        const QByteArray before = qgetenv("TZ");
        const auto setZone = [](const QByteArray& zone) {
            zone.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", zone);
            ::tzset();
        };
        setZone("EST5EDT,M3.2.0,M11.1.0");
        const base::PhotoId evening = photo("evening.jpg");  // 2024-06-16 02:30 UTC, still the 15th there
        const base::PhotoId winter = photo("winter.jpg");  // 2024-12-16 04:30 UTC, 23:30 of the 15th
        auto update = need(m_library->database().prepare("UPDATE photos SET mtime_ns = ? WHERE id = ?"));
        need(update.bind({1'718'505'000'123'456'789, evening.value}).run());
        need(update.bind({1'734'323'400'000'000'000, winter.value}).run());
        const auto day = [&](std::int64_t begin) {
            return need(m_library->photos().select({.takenFrom = begin, .takenBefore = begin + 86'400}));
        };
        const Ids june = day(1'718'409'600);  // the 15th
        const Ids december = day(1'734'220'800);
        const Ids next = day(1'718'496'000);  // the 16th
        setZone(before);
        QCOMPARE(june, Ids {evening});
        QCOMPARE(december, Ids {winter});
        QCOMPARE(next, Ids {});
    }

    void words_areFoundWithTheFieldTheyStandIn()
    {
        image::PhotoMetadata metadata;
        metadata.title = "Sunset over the café";
        metadata.keywords = {"Evening", "sea"};
        metadata.places = {"Rome", "Italy"};
        metadata.people = {{"Ada Lovelace", 0, 0, 1, 1}};
        const base::PhotoId a = photo("2023/IMG_1234.jpg", metadata);
        const base::PhotoId b = photo("2023/rome-trip.jpg");

        QCOMPARE(matched("CAFE"), Ids {a});
        QCOMPARE(matched("ada rome"), Ids {a});  // words in different fields
        QCOMPARE(matched("ada rome", Words::Any).size(), std::size_t(2));
        QCOMPARE(matched("1234"), Ids {a});
        QCOMPARE(matched("holi").size(), std::size_t(2));  // a beginning, in the folder's name
        QCOMPARE(matched("holi day"), Ids {});  // only the last word may be one
        QCOMPARE(matched("\"over the\""), Ids {a});
        QCOMPARE(matched("\"the over\""), Ids {});

        const auto rome = need(m_library->photos().findText("rome", 10));
        QCOMPARE(rome.size(), std::size_t(2));
        const TextMatch& place = rome[0].photo == a ? rome[0] : rome[1];
        QCOMPARE(place.fields, std::vector<TextField> {TextField::Place});
        QCOMPARE(place.text, std::string("Rome"));
        const TextMatch& name = rome[0].photo == b ? rome[0] : rome[1];
        QCOMPARE(name.told, TextField::FileName);
        QCOMPARE(name.text, std::string("rome-trip.jpg"));
    }

    void wholeWords_comeBeforeBeginnings_andAreToldFromThem()
    {
        const base::PhotoId church = photo("a.jpg", titled("Cat Cathedral Catherine"), std::string(32, 'a'));
        const base::PhotoId saint = photo("b.jpg", titled("Cathedral"), std::string(32, 'b'));
        const base::PhotoId pet = photo("c.jpg", titled("A long title that somewhere has a cat in it"));
        const auto found = need(m_library->photos().findText("cat", 10));
        QCOMPARE(found.size(), std::size_t(3));
        QCOMPARE(found[2].photo, saint);
        QCOMPARE(found[2].last, LastWord::Beginning);
        for (const TextMatch& match : {found[0], found[1]}) {
            QVERIFY(match.photo == church || match.photo == pet);
            QCOMPARE(match.last, LastWord::Whole);
        }
        QCOMPARE(need(m_library->photos().findText("cat", 2)).size(), std::size_t(2));
        QCOMPARE(need(m_library->photos().findText("cath", 10)).front().last, LastWord::Beginning);
        QCOMPARE(matched("cat ").size(), std::size_t(2));  // ended by what follows it
        QCOMPARE(matched("\"cat\"").size(), std::size_t(2));
    }

    void oddQueries_areNoSyntax()
    {
        const base::PhotoId a = photo("a.jpg", titled("AND (or) NOT near*"));
        for (const std::string query :
             {"", "   ", "\"", "\"\"", "-", "***", "( ) :", "title:", "^", "{x} :", "\xff\xfe"})
            QCOMPARE(matched(query), Ids {});
        QCOMPARE(matched("AND"), Ids {a});
        QCOMPARE(matched("NOT - near"), Ids {a});
        QCOMPARE(matched(std::string("near\0and", 8)), Ids {a});
        QCOMPARE(matched(std::string(100'000, 'x')), Ids {});
        std::string many;
        for (int i = 0; i < 50'000; ++i)
            many += "a ";
        QVERIFY(m_library->photos().findText(many, 10).has_value());
    }

    void vectors_comeBackNearlyExact_inIdOrder()
    {
        const base::PhotoId a = photo("a.jpg");
        const base::PhotoId b = photo("b.jpg");
        Vectors vectors = need(m_library->vectors(kSpace, 8));
        QCOMPARE(need(vectors.stamp()).generation, std::uint64_t(0));
        need(vectors.put(b, unit(8, 1)));
        need(vectors.put(a, unit(8, 2, 0.3F)));
        QCOMPARE(need(vectors.stamp()).generation, std::uint64_t(2));
        QCOMPARE(need(vectors.ids()), (Ids {a, b}));
        QVERIFY(need(base::cosine(*need(vectors.get(a)), unit(8, 2, 0.3F))) > 0.999999F);
        QVERIFY(!need(vectors.get(base::PhotoId {99})));

        const auto readAfter = [&](std::uint64_t generation) {
            Ids ids;
            need(vectors.read(generation, [&](auto batch, auto values) -> base::Status {
                ids.insert(ids.end(), batch.begin(), batch.end());
                return values.size() == batch.size() * 8 ? base::Status {}
                                                         : base::fail(base::ErrorCode::Internal, "size");
            }));
            return ids;
        };
        QCOMPARE(readAfter(0), (Ids {a, b}));
        QCOMPARE(readAfter(1), Ids {a});
        need(vectors.put(b, unit(8, 3)));
        QCOMPARE(readAfter(2), Ids {b});
        // A photo that cannot be read is no result; when it can be again, it is news.
        need(m_library->photos().setUnreadable(a, "broken"));
        QCOMPARE(need(vectors.ids()), Ids {b});
        QCOMPARE(need(vectors.stamp()).rows, std::uint64_t(1));
        const auto hidden = need(vectors.stamp()).generation;
        need(m_library->photos().retry());
        QCOMPARE(readAfter(hidden), Ids {a});
    }

    void stamps_tellLibrariesApart()
    {
        const auto other = need(Library::open(at("other"), Library::Mode::ReadWrite));
        const auto here = need(need(m_library->vectors(kSpace, 8)).stamp());
        QVERIFY(!here.library.empty());
        QVERIFY(here != need(need(other->vectors(kSpace, 8)).stamp()));
        QCOMPARE(need(need(m_library->vectors(kSpace, 8)).stamp()), here);
    }

    void otherSpacesAndDimensions_areRefused()
    {
        const base::PhotoId a = photo("a.jpg");
        Vectors vectors = need(m_library->vectors(kSpace, 8));
        need(vectors.put(a, unit(8, 0)));
        QCOMPARE(vectors.put(a, unit(4, 0)).error().code, base::ErrorCode::VersionMismatch);
        const auto other = need(base::Embedding::normalised(std::vector<float>(8, 1.0F), {"beef"}));
        QCOMPARE(vectors.put(a, other).error().code, base::ErrorCode::VersionMismatch);
        QCOMPARE(m_library->vectors(kSpace, 4).error().code, base::ErrorCode::VersionMismatch);
        Vectors second = need(m_library->vectors({"beef"}, 8));
        need(second.put(a, other));
        QCOMPARE(need(vectors.stamp()).generation, std::uint64_t(1));  // the spaces do not mix
    }

    void equalFiles_mayShareVectors()
    {
        const base::PhotoId a = photo("a.jpg", {}, std::string(32, '1'));
        photo("b.jpg", {}, std::string(32, '2'));
        photo("c.jpg", {}, std::string(32, '1'));
        Vectors vectors = need(m_library->vectors(kSpace, 8));
        need(vectors.put(a, unit(8, 5)));
        const std::string hash(32, '1');
        const std::string other(32, '2');
        QVERIFY(need(base::cosine(*need(vectors.ofContent(hash)), unit(8, 5))) > 0.9999F);
        QVERIFY(!need(vectors.ofContent(other)));
    }

    void status_countsWhatWaits()
    {
        const base::PhotoId a = photo("a.jpg");
        photo("b.jpg");
        const base::PhotoId broken = photo("c.jpg");
        need(m_library->photos().setUnreadable(broken, "It is damaged."));
        Vectors vectors = need(m_library->vectors(kSpace, 8));
        need(vectors.put(a, unit(8, 0)));
        const LibraryStatus status = need(m_library->status(kSpace));
        QCOMPARE(status.photos, std::uint64_t(2));
        QCOMPARE(status.searchable, std::uint64_t(1));
        QCOMPARE(status.pending, std::uint64_t(1));
        QCOMPARE(status.unreadable, std::uint64_t(1));
        const auto problems = need(m_library->photos().problems());
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems[0].reason, std::string("It is damaged."));
        QCOMPARE(need(m_library->status({"unknown"})).pending, std::uint64_t(2));
    }

    void verify_noticesWhatContradictsItself()
    {
        const base::PhotoId a = photo("a.jpg");
        QVERIFY(need(m_library->verify()).empty());
        need(m_library->database().execute("DELETE FROM photo_text"));
        QCOMPARE(need(m_library->verify()).size(), std::size_t(1));
        Vectors vectors = need(m_library->vectors(kSpace, 8));
        need(vectors.put(a, unit(8, 0)));
        need(m_library->database().execute("UPDATE embeddings SET vector = x'00'"));
        QCOMPARE(need(m_library->verify()).size(), std::size_t(2));
        QCOMPARE(vectors.get(a).error().code, base::ErrorCode::Corrupt);
    }

    void aReader_seesOnlyWhatIsThere()
    {
        const base::PhotoId a = photo("a.jpg");
        const auto reader = need(Library::open(at("library"), Library::Mode::ReadOnly));
        QVERIFY(reader->photos().get(a).has_value());
        QCOMPARE(reader->folders().add(at("")).error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(reader->photos().setUnreadable(a, "x").error().code, base::ErrorCode::Io);
        QCOMPARE(Library::open(at("nothing here"), Library::Mode::ReadOnly).error().code, base::ErrorCode::NotFound);
    }

    void displayText_keepsUtf8_replacesTheRest()
    {
        QCOMPARE(displayText("Zürich 🏔"), std::string("Zürich 🏔"));
        QCOMPARE(displayText("caf\xe9.jpg"), std::string("caf\xef\xbf\xbd.jpg"));
        QCOMPARE(displayText("\xc0\xaf\xed\xa0\x80"),
                 std::string("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"));
        QCOMPARE(displayText("\xf0\x9f"), std::string("\xef\xbf\xbd\xef\xbf\xbd"));
    }
};

QTEST_GUILESS_MAIN(TstLibrary)
#include "tst_library.moc"
