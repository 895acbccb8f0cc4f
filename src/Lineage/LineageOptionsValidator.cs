using Microsoft.Extensions.Options;

namespace Lineage;

internal sealed class LineageOptionsValidator : IValidateOptions<LineageOptions>
{
    private const int LeastBody = 1024;
    private const int MostBody = 256 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, LineageOptions options)
    {
        var failures = new List<string>();
        if (options.MaxBodyBytes is < LeastBody or > MostBody)
        {
            failures.Add($"Lineage:MaxBodyBytes is '{options.MaxBodyBytes}'; it must lie between {LeastBody} and {MostBody}.");
        }

        if (options.MaxClockAhead < TimeSpan.FromMinutes(1))
        {
            failures.Add($"Lineage:MaxClockAhead is '{options.MaxClockAhead}'; it must be 00:01:00 or more.");
        }

        if (options.EventRetention < TimeSpan.FromHours(1))
        {
            failures.Add($"Lineage:EventRetention is '{options.EventRetention}'; it must be 01:00:00 or more.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
