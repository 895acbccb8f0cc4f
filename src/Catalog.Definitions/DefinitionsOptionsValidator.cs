using Microsoft.Extensions.Options;

namespace Catalog.Definitions;

internal sealed class DefinitionsOptionsValidator : IValidateOptions<DefinitionsOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, DefinitionsOptions options)
    {
        var interval = options.RefreshInterval;
        return interval == TimeSpan.Zero || (interval >= Shortest && interval <= Longest)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{DefinitionsOptions.Section}:{nameof(DefinitionsOptions.RefreshInterval)} is '{interval}'; it must be 0 or lie between {Shortest} and {Longest}.");
    }
}
