// Reports are believed because they can be computed again: every planted change is found, and nothing else.
#include "core/service/verify_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/sha256.h"
#include "core/report/json_seal.h"
#include "core/report/run_record.h"
#include "core/service/report_service.h"
#include "core/service/workbench.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

class Verify : public testing::Test {
  protected:
    void SetUp() override {
        test::enableHistogramModel();
        test::drawGallery(m_folder / "photos", 5, 4);
        writeTruth({"object1/view1.png"}, {"object1/view2.png"});
    }
    void writeTruth(std::vector<std::string> easy, std::vector<std::string> hard) const {
        eval::GroundTruth truth;
        truth.name = "drawn";
        for (int object = 0; object < 5; ++object)
            for (int view = 1; view < 4; ++view)
                truth.gallery.push_back("object" + std::to_string(object) + "/view" + std::to_string(view) +
                                        ".png");
        truth.queries.push_back(
            {"object1/view0.png", std::nullopt, "", std::move(easy), std::move(hard), {}});
        test::writeText(m_folder / "truth.json", eval::groundTruthToJson(truth));
    }
    fs::path photo(const fs::path& name) const { return m_folder / "photos" / name; }

    struct Wish {
        image::Box box{12, 8, 140, 110};
        double sigma = 0.21;
        std::uint64_t seed = 5;
        int topK = 8;
        fs::path query = "object1/view0.png";
        bool withTruth = true;
    };
    std::string makeReport(const Wish& wish) const {
        GalleryRequest request;
        request.folder = m_folder / "photos";
        if (wish.withTruth) request.groundTruth = m_folder / "truth.json";
        request.cacheFile = m_folder / "cache.sqlite";
        request.models = {"histogram"};
        auto workbench = Workbench::open(request, {});
        EXPECT_TRUE(workbench) << workbench.error().message();
        Query query;
        query.image = std::make_shared<const QueryImage>(*loadQueryImage(photo(wish.query)));
        query.box = wish.box;
        query.recipe.seed = wish.seed;
        query.recipe.steps = {*degrade::parseStep("gaussian_noise:sigma=" + std::to_string(wish.sigma)),
                              *degrade::parseStep("contrast"), *degrade::parseStep("motion_blur:length=9")};
        query.recipe.steps[1].enabled = false;
        const auto comparison = (*workbench)->search(query, wish.topK, {});
        EXPECT_TRUE(comparison) << comparison.error().message();
        RecordOptions options;
        options.topK = wish.topK;
        options.pictures = false;
        return report::toJson(makeRunRecord(**workbench, query, *comparison, options));
    }
    std::string makeReport() const { return makeReport(Wish{}); }

    // With the cache, for speed: the vectors in it are found by the content of the pictures.
    Verification verify(const std::string& report) const {
        VerifyOptions options;
        options.cacheFile = m_folder / "cache.sqlite";
        const auto found = verifyReport(report, options, {});
        EXPECT_TRUE(found) << found.error().message();
        return found ? *found : Verification{};
    }
    static std::string list(const Verification& verification) {
        std::string out;
        for (const auto& difference : verification.differences)
            out += difference.where + ": " + difference.recorded + " -> " + difference.now + '\n';
        return out;
    }

    test::TemporaryFolder m_folder;
};

TEST_F(Verify, AnUntouchedReportIsEqualAndSaysHowMuchWasCompared) {
    const auto verification = verifyReport(makeReport(), {}, {});  // everything computed again
    ASSERT_TRUE(verification) << verification.error().message();
    EXPECT_TRUE(verification->isEqual()) << list(*verification);
    EXPECT_TRUE(verification->notes.empty()) << verification->notes.front();
    EXPECT_GT(verification->compared, 80U);
}

TEST_F(Verify, RaisesNoFalseAlarmInAHundredReports) {
    RandomStream random("verify|repetitions");
    for (int i = 0; i < 100; ++i) {
        Wish wish;
        const int x = static_cast<int>(random.uniform(0, 60));
        const int y = static_cast<int>(random.uniform(0, 50));
        wish.box = {x, y, x + 20 + static_cast<int>(random.uniform(0, 80)), y + 60};
        wish.sigma = random.uniform(0.01, 0.5);
        wish.seed = random.nextBits();
        wish.topK = 1 + static_cast<int>(random.uniform(0, 14));
        wish.withTruth = i % 3 != 0;
        wish.query = "object" + std::to_string(i % 5) + "/view" + std::to_string(i % 4) + ".png";
        const auto verification = verify(makeReport(wish));
        EXPECT_TRUE(verification.isEqual()) << i << '\n' << list(verification);
    }
}

struct Planted {
    const char* name;
    std::function<void(Json&)> change;
    const char* foundAt;  // begins the place of one of the differences
};

std::vector<Planted> changesOfTheFile() {
    const auto first = [](Json& json) -> Json& { return json["models"][0]["results"][0]; };
    return {
        {"box", [](Json& j) { j["query"]["box"][0] = j["query"]["box"][0].get<int>() + 9; }, "/models/0/res"},
        {"seed", [](Json& j) { j["recipe"]["seed"] = 6; }, "/models/0/results"},
        {"strength", [](Json& j) { j["recipe"]["steps"][0]["values"]["sigma"] = 0.4; }, "/models/0/results"},
        {"kind",
         [](Json& j) {
             j["recipe"]["steps"][0]["kind"] = "speckle";
             j["recipe"]["steps"][0]["values"] = Json::object();
         },
         "/models/0/results"},
        {"step off", [](Json& j) { j["recipe"]["steps"][2]["enabled"] = false; }, "/models/0/results"},
        {"step on", [](Json& j) { j["recipe"]["steps"][1]["enabled"] = true; }, "/models/0/results"},
        {"order of steps", [](Json& j) { std::swap(j["recipe"]["steps"][0], j["recipe"]["steps"][2]); },
         "/models/0/results"},
        {"query hash", [](Json& j) { j["query"]["sha256"] = std::string(64, '0'); }, "/query/sha256"},
        {"query path", [](Json& j) { j["query"]["path"] = "object2/view0.png"; }, "/query/path"},
        {"query file",
         [](Json& j) {
             std::string file = j["query"]["file"];
             file.replace(file.find("object1"), 7, "object3");
             j["query"]["file"] = file;
         },
         "/query/sha256"},
        {"gallery size", [](Json& j) { j["gallery"]["pictures"] = 14; }, "/gallery/pictures"},
        {"gallery hash", [](Json& j) { j["gallery"]["sha256"] = "x"; }, "/gallery/sha256"},
        {"ground truth hash", [](Json& j) { j["gallery"]["ground_truth_sha256"] = "x"; },
         "/gallery/ground_truth_sha256"},
        {"no ground truth", [](Json& j) { j["gallery"]["ground_truth"] = ""; }, "/"},
        {"model", [](Json& j) { j["models"][0]["id"] = "another"; }, ""},
        {"model name", [](Json& j) { j["models"][0]["name"] = "Better model"; }, "/models/0/name"},
        {"weights", [](Json& j) { j["models"][0]["sha256"] = "x"; }, "/models/0/sha256"},
        {"feature key", [](Json& j) { j["models"][0]["feature_key"] = "x"; }, "/models/0/feature_key"},
        {"dimension", [](Json& j) { j["models"][0]["dimension"] = 1; }, "/models/0/dimension"},
        {"preprocessing", [](Json& j) { j["models"][0]["preprocessing"] = "none"; },
         "/models/0/preprocessing"},
        {"device", [](Json& j) { j["models"][0]["device"] = "cuda:0 fp16"; }, "/models/0/device"},
        {"asked device", [](Json& j) { j["compute"]["device"] = "cpu"; }, "/command"},
        {"kind of index", [](Json& j) { j["models"][0]["index"] = "hnsw"; }, "/models/0/index"},
        {"index setting", [](Json& j) { j["index_settings"][0] = "gallery mean kept"; }, "/index_settings/0"},
        {"average precision", [](Json& j) { j["models"][0]["average_precision"] = 0.99; },
         "/models/0/average_precision"},
        {"cosine", [](Json& j) { j["models"][0]["cosine_to_clean"] = 1; }, "/models/0/cosine_to_clean"},
        {"order of results",
         [](Json& j) {
             auto& r = j["models"][0]["results"];
             std::swap(r[0]["path"], r[1]["path"]);
         },
         "/models/0/results/0/path"},
        {"fourth decimal of a score",
         [first](Json& j) { first(j)["score"] = first(j)["score"].get<double>() + 1e-4; },
         "/models/0/results/0/score"},
        {"label", [first](Json& j) { first(j)["label"] = "junk"; }, "/models/0/results/0/label"},
        {"clean rank", [first](Json& j) { first(j)["clean_rank"] = 14; }, "/models/0/results/0/clean_rank"},
        {"new", [first](Json& j) { first(j)["new"] = !first(j)["new"].get<bool>(); },
         "/models/0/results/0/new"},
        {"result hash", [first](Json& j) { first(j)["sha256"] = "x"; }, "/models/0/results/0/sha256"},
        {"a result left out", [](Json& j) { j["models"][0]["results"].erase(7); }, "/models/0/results/7"},
        {"a result too many",
         [first](Json& j) {
             Json more = first(j);
             more["rank"] = 9;
             j["models"][0]["results"].push_back(more);
         },
         "/models/0/results/8"},
        {"number of results", [](Json& j) { j["top"] = 7; }, "/models/0/results/7"},
        {"command", [](Json& j) { j["command"] = j["command"].get<std::string>() + " --seed 9"; },
         "/command"},
        {"limits", [](Json& j) { j["limits"] = Json::array(); }, "/limits/0"},
        {"a member of its own", [](Json& j) { j["verdict"] = "found"; }, "/verdict"},
    };
}

bool finds(const Verification& verification, const char* where) {
    return std::ranges::any_of(verification.differences, [&](const ReportDifference& difference) {
        return difference.where.starts_with(where);
    });
}

TEST_F(Verify, FindsEveryChangeOfTheFileThoughItWasSealedAnew) {
    const std::string good = makeReport();
    const auto changes = changesOfTheFile();
    ASSERT_GE(changes.size(), 30U);
    for (const auto& planted : changes) {
        Json json = Json::parse(good);
        planted.change(json);
        const auto verification = verify(report::sealed(json));
        EXPECT_TRUE(finds(verification, planted.foundAt)) << planted.name << '\n' << list(verification);
    }
}

TEST_F(Verify, TheLastBitsOfAScoreAreNoDifference) {
    Json json = Json::parse(makeReport());
    auto& score = json["models"][0]["results"][2]["score"];
    score = score.get<double>() + 1e-7;
    const auto verification = verify(report::sealed(json));
    EXPECT_TRUE(verification.isEqual()) << list(verification);
}

TEST_F(Verify, TheSealFindsChangesThatNothingCanCompute) {
    const std::string good = makeReport();
    for (const char* member : {"created", "program_version", "timings_ms", "software"}) {
        Json json = Json::parse(good);
        json[member] = json[member].is_string() ? Json("1999-01-01") : Json::object();
        const auto verification = verify(json.dump());
        ASSERT_EQ(verification.differences.size(), 1U) << member << '\n' << list(verification);
        EXPECT_EQ(verification.differences[0].where, "/sha256");
    }
    Json json = Json::parse(good);
    json["software"]["opencv"] = "1.0";
    const auto verification = verify(report::sealed(json));
    EXPECT_TRUE(verification.isEqual()) << "another version alone changes no result";
    ASSERT_EQ(verification.notes.size(), 1U);
    EXPECT_THAT(verification.notes[0], HasSubstr("opencv: made with 1.0"));
}

void changePixel(const fs::path& file) {
    cv::Mat rgb = *image::loadRgb(file);
    rgb.at<cv::Vec3b>(40, 40)[1] ^= 64;
    test::savePicture(rgb, file);
}

TEST_F(Verify, FindsEveryChangeOfPicturesAndGroundTruth) {
    const struct {
        const char* name;
        std::function<void()> change;
        const char* foundAt;
    } changes[] = {
        {"a pixel of the query", [&] { changePixel(photo("object1/view0.png")); }, "/query/sha256"},
        {"a pixel of the best result", [&] { changePixel(photo("object1/view1.png")); }, "/gallery/sha256"},
        {"a pixel of a picture that is not shown", [&] { changePixel(photo("object4/view3.png")); },
         "/gallery/sha256"},
        {"a picture gone", [&] { fs::remove(photo("object3/view2.png")); }, "/gallery/pictures"},
        {"two pictures exchanged",
         [&] {
             fs::rename(photo("object2/view1.png"), photo("x.png"));
             fs::rename(photo("object1/view1.png"), photo("object2/view1.png"));
             fs::rename(photo("x.png"), photo("object1/view1.png"));
         },
         "/gallery/sha256"},
        {"a positive more",
         [&] {
             writeTruth({"object1/view1.png", "object1/view3.png"}, {});
         },
         "/gallery/ground_truth_sha256"},
        {"the query gone", [&] { fs::remove(photo("object1/view0.png")); }, ""},
    };
    for (const auto& planted : changes) {
        SetUp();
        const std::string good = makeReport();
        planted.change();
        const auto verification = verify(good);
        EXPECT_TRUE(finds(verification, planted.foundAt)) << planted.name << '\n' << list(verification);
    }
}

TEST_F(Verify, ComparesWithThingsThatLieElsewhereNow) {
    const std::string good = makeReport();
    test::TemporaryFolder other;
    test::drawGallery(other / "photos", 5, 4);
    VerifyOptions options;
    options.gallery = other / "photos";
    fs::remove_all(m_folder / "photos");  // the query lay in the gallery and is looked for there
    const auto moved = verifyReport(good, options, {});
    ASSERT_TRUE(moved);
    EXPECT_TRUE(moved->isEqual()) << "the same pictures elsewhere\n" << list(*moved);
    ASSERT_FALSE(moved->notes.empty());
}

TEST_F(Verify, FindsAChangedWeight) {
    // A real network from a folder of its own, so that its file can be changed.
    const fs::path source = fs::path(ADAPNET_SOURCE_DIR) / "resources/models";
    const fs::path folder = m_folder / "models";
    fs::create_directories(folder);
    Json manifest = Json::parse(*readTextFile(source / "baseline_gem.json"));
    std::string weights = *readTextFile(source / "baseline_gem.safetensors");
    const auto install = [&] {
        manifest["id"] = "of_my_own";
        manifest["sha256"] = sha256Hex(weights);
        test::writeText(folder / "of_my_own.json", manifest.dump());
        test::writeText(folder / "baseline_gem.safetensors", weights);
    };
    install();
    ::setenv("ADAPNET_MODELS", folder.c_str(), 1);
    GalleryRequest request;
    request.folder = m_folder / "photos/object1";
    request.cacheFile = m_folder / "cache.sqlite";
    request.models = {"of_my_own"};
    std::string report;
    {
        auto workbench = Workbench::open(request, {});
        ASSERT_TRUE(workbench) << workbench.error().message();
        Query query;
        query.image = std::make_shared<const QueryImage>(*loadQueryImage(photo("object2/view0.png")));
        const auto comparison = (*workbench)->search(query, 4, {});
        ASSERT_TRUE(comparison);
        RecordOptions options;
        options.pictures = false;
        options.topK = 4;
        report = report::toJson(makeRunRecord(**workbench, query, *comparison, options));
    }
    auto again = verify(report);
    EXPECT_TRUE(again.isEqual()) << list(again);
    weights[weights.size() / 2] ^= 0x10;
    test::writeText(folder / "baseline_gem.safetensors", weights);
    again = verify(report);
    ASSERT_FALSE(again.isEqual());
    EXPECT_THAT(again.differences[0].now, HasSubstr("checksum"));
    install();  // a liar also changes the manifest
    again = verify(report);
    ::unsetenv("ADAPNET_MODELS");
    EXPECT_THAT(list(again), HasSubstr("/models/0/sha256"));
    EXPECT_THAT(list(again), HasSubstr("/models/0/feature_key"));
}

TEST_F(Verify, RefusesWhatIsNoReport) {
    for (const char* text : {"", "{}", "[1]", "not json", R"({"format":"adapnet-report","version":9})"}) {
        const auto verification = verifyReport(text, {}, {});
        ASSERT_FALSE(verification) << text;
        EXPECT_EQ(verification.error().code, ErrorCode::BadInput);
    }
    Json old = Json::parse(makeReport());
    old["version"] = 1;
    const auto verification = verifyReport(old.dump(), {}, {});
    ASSERT_FALSE(verification);
    EXPECT_THAT(verification.error().message(), HasSubstr("version 1"));
}

}  // namespace
}  // namespace adapnet::service
