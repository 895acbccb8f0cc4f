using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb;

/// <summary>Reports all bad settings of the section together.</summary>
internal sealed class DuckDbOptionsValidator : IValidateOptions<DuckDbOptions>
{
    private const int SmallestMemoryLimit = 64;

    public ValidateOptionsResult Validate(string? name, DuckDbOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.RootDirectory))
        {
            failures.Add($"'{DuckDbOptions.Section}:{nameof(DuckDbOptions.RootDirectory)}' is empty; set it to the folder of the offline files.");
        }

        if (options.MemoryLimitMebibytes is not 0 and < SmallestMemoryLimit)
        {
            failures.Add(
                $"'{DuckDbOptions.Section}:{nameof(DuckDbOptions.MemoryLimitMebibytes)}' is '{options.MemoryLimitMebibytes}'; it must be 0 (by the machine) or at least {SmallestMemoryLimit}.");
        }

        if (options.Threads < 0)
        {
            failures.Add($"'{DuckDbOptions.Section}:{nameof(DuckDbOptions.Threads)}' is '{options.Threads}'; it must be 0 (by the machine) or more.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
