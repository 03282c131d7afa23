// Degradations: pure functions of picture, parameters and a seeded stream. The same recipe gives the same
// bytes on every machine, on one thread or many.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"

namespace adapnet::degrade {

enum class ParamKind { Real, Integer, Choice };

// One parameter, declared once; feeds the panel, the command line, the stored recipe, validation and tests.
struct ParamSpec {
    std::string key;  // permanent identifier ("sigma")
    ParamKind kind = ParamKind::Real;
    double minimum = 0;
    double maximum = 1;
    double step = 0.01;
    double defaultValue = 0;           // for Choice: index into `choices`
    std::string unit;                  // "", "px", "deg": identifier, words are chosen in ui
    std::vector<std::string> choices;  // permanent identifiers, for Choice only
    // Used only while the named Choice parameter is itself used and has the named value ("model=frequency");
    // empty: always.
    std::string onlyWhen;
};

// Values by key, complete and inside their ranges once checked; a Choice holds its index.
using ParamValues = std::map<std::string, double>;

// False for a parameter that the other values make meaningless (ParamSpec::onlyWhen). Such a parameter keeps
// its value, changes nothing, and is not written by formatStep.
bool isUsed(const ParamSpec& spec, std::span<const ParamSpec> params, const ParamValues& values);

class Degradation {
  public:
    virtual ~Degradation() = default;
    virtual const std::string& kind() const = 0;  // permanent identifier ("gaussian_noise")
    virtual std::span<const ParamSpec> params() const = 0;
    // Parameter values of severity 1..5.
    virtual ParamValues severity(int level) const = 0;
    // rgb: CV_8UC3, not empty, never changed; returns CV_8UC3 of the same size.
    // `values` complete and checked. Touches no global state; any thread.
    virtual cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream stream) const = 0;
    // The region `part` of what `apply` returns, with the same bytes. Kinds that work on pixels or small
    // neighbourhoods compute this region only; for the others (jpeg, shot noise, contrast, fog, ...) the
    // whole picture is computed and cut. `part` not empty and inside the picture.
    virtual cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                              RandomStream stream) const;
    // True when `applyPart` computes the region only.
    virtual bool isLocal(const ParamValues& values) const;
};

// The explicit list of built-in degradations, in the order in which they are shown.
std::span<const std::unique_ptr<Degradation>> registry();
const Degradation* find(std::string_view kind);

struct Step {
    std::string kind;
    ParamValues values;  // complete
    bool enabled = true;
    bool operator==(const Step&) const = default;
};

// Which pixels a recipe changes: the boxed part of the query after cropping (the protocols' order), or the
// whole picture before it is cropped, so that blurs and blocks reach across the box.
enum class Region { Crop, Full };

// An ordered stack with its seed: a value, so undo is a list of recipes.
struct Recipe {
    std::vector<Step> steps;
    std::uint64_t seed = 0;
    Region region = Region::Crop;
    bool operator==(const Recipe&) const = default;
    bool empty() const;  // no enabled step
};

// A step with default values. BadInput names the known kinds when `kind` is not one of them. The names of
// protocol noiser-v1 that are a choice of another kind are understood too: "impulse_noise" is salt_and_pepper
// per sample, "speckle_noise" is normal speckle, "low_resolution" is resolution_loss by area.
Result<Step> defaultStep(std::string_view kind);
// "gaussian_noise:sigma=0.26" or "motion_blur"; also "gaussian_noise:severity=3", which stands alone. Keys
// may be written in any case. A parameter that needs a choice makes it ("motion_blur:angle=30" implies
// direction=fixed) unless the text says otherwise. Unknown keys, values outside the range, doubled keys and
// contradictions are refused in one sentence that names what is allowed.
Result<Step> parseStep(std::string_view text);
// The shortest text that parses back to the same step (unused parameters at their defaults, enabled); always
// names every parameter in use.
std::string formatStep(const Step& step);
// Known kinds, complete values inside their ranges, at most kMaxSteps steps.
inline constexpr std::size_t kMaxSteps = 32;
Result<void> check(const Recipe& recipe);

// {"format":"adapnet-recipe","version":1,"program":"0.1.0","region":"crop","seed":N,"steps":[{"kind":..,
// "enabled":..,"values":{..},"units":{..}}]}; choices are written by name, "units" names the unit of every
// value that has one, "program" is the version that wrote the file. When read, what is left out takes its
// default; another unit than the declared one is refused.
std::string recipeToJson(const Recipe& recipe);
Result<Recipe> recipeFromJson(std::string_view json);
// The same as files; BadInput and Io name the file.
Result<void> saveRecipe(const Recipe& recipe, const std::filesystem::path& file);
Result<Recipe> loadRecipe(const std::filesystem::path& file);

// How the work is cut up; the bytes do not depend on it.
struct Schedule {
    int tile = 0;     // longest side of a tile in pixels; 0: the whole picture at once
    int threads = 1;  // that compute tiles
};

// Applies all enabled steps in order, rounding to 8 bit in between. The stream of step i (its position in
// `steps`, disabled ones counted) is keyed "adapnet-v1|<seed>|<source key>|<i>|<kind>": `sourceKey` is the
// content hash of the picture the crop comes from, so different queries get different noise, and a renamed
// file the same.
Result<cv::Mat> applyRecipe(const cv::Mat& rgb, const Recipe& recipe, std::string_view sourceKey,
                            const Schedule& schedule = {});

// Named stacks: the degraded-samples study ("degraded_samples_noise_gaussian" (sigma 0.1),
// "degraded_samples_noise_salt_and_pepper" (10 %), "degraded_samples_noise_speckle" (U(-0.1, 0.1)),
// "degraded_samples_motion", "degraded_samples_low_resolution_2x" and "_4x"), then "<kind>_severity_<1..5>"
// for every kind.
struct Preset {
    std::string id;  // permanent identifier
    std::vector<Step> steps;
};
std::span<const Preset> presets();

}  // namespace adapnet::degrade
