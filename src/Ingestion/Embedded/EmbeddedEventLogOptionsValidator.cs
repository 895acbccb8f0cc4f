using Microsoft.Extensions.Options;

namespace Ingestion.Embedded;

/// <summary>Reports every illegal setting at once, with its key and the legal values.</summary>
internal sealed class EmbeddedEventLogOptionsValidator : IValidateOptions<EmbeddedEventLogOptions>
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    public ValidateOptionsResult Validate(string? name, EmbeddedEventLogOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            failures.Add(
                $"The embedded event log has no folder: {Key(nameof(options.Directory))} is \"{options.Directory}\". Name a folder there, or set Catalog:DataDirectory.");
        }

        CheckRange(nameof(options.SegmentBytes), options.SegmentBytes, 4 * KiB, 1024 * MiB);
        CheckRange(nameof(options.MaxBatchBytes), options.MaxBatchBytes, 64 * KiB, 512 * MiB);
        CheckRange(nameof(options.MaxReadBytes), options.MaxReadBytes, 64 * KiB, 512 * MiB);
        CheckRange(nameof(options.MaxPushProducers), options.MaxPushProducers, 1, 10_000_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckRange(string setting, int value, int smallest, int largest)
        {
            if (value < smallest || value > largest)
            {
                failures.Add($"{Key(setting)} is \"{value}\"; it must be a whole number from {smallest} to {largest}.");
            }
        }
    }

    private static string Key(string setting) => $"{EmbeddedEventLogOptions.Section}:{setting}";
}
