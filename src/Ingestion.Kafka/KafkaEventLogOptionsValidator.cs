using System.Buffers;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka;

/// <summary>Reports every illegal setting at once, with its key and the legal values. Shows no value of <see cref="KafkaEventLogOptions.Client"/>, which may be a password.</summary>
internal sealed class KafkaEventLogOptionsValidator : IValidateOptions<KafkaEventLogOptions>
{
    private const int MaxProjectLength = 32;
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    private static readonly SearchValues<char> ProjectCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, KafkaEventLogOptions options)
    {
        var failures = new List<string>();
        if (options.Project.Length is 0 or > MaxProjectLength || options.Project.AsSpan().ContainsAnyExcept(ProjectCharacters))
        {
            failures.Add($"{Key(nameof(options.Project))} is \"{options.Project}\"; use 1 to {MaxProjectLength} of the characters a-z, 0-9, '-' and '_'.");
        }

        CheckRange(nameof(options.ReplicationFactor), options.ReplicationFactor, 0, 10);
        CheckRange(nameof(options.MaxEventBytes), options.MaxEventBytes, 64 * KiB, 512 * MiB);
        CheckRange(nameof(options.MaxBatchBytes), options.MaxBatchBytes, 64 * KiB, 512 * MiB);
        CheckRange(nameof(options.MaxReadBytes), options.MaxReadBytes, 64 * KiB, 512 * MiB);
        CheckRange(nameof(options.TailBytes), options.TailBytes, 64 * KiB, 1024 * MiB);
        CheckRange(nameof(options.Readers), options.Readers, 1, 64);
        CheckRange(nameof(options.Appenders), options.Appenders, 1, 64);
        CheckRange(nameof(options.IdleProducers), options.IdleProducers, 1, 1024);
        CheckRange(nameof(options.MaxPushProducers), options.MaxPushProducers, 1, 10_000_000);
        CheckTime(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), zero: null);
        CheckTime(nameof(options.SessionTimeout), options.SessionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), zero: null);
        CheckTime(nameof(options.Retention), options.Retention, Hour, TimeSpan.FromDays(3650), zero: "for ever");
        CheckTime(nameof(options.PushMarkRetention), options.PushMarkRetention, Hour, TimeSpan.FromDays(365), zero: null);
        failures.AddRange(ClientSettings.ProblemsOf(Key(nameof(options.BootstrapServers)), options.BootstrapServers, Key(nameof(options.Client)), options.Client, "the event log"));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckRange(string setting, int value, int smallest, int largest)
        {
            if (value < smallest || value > largest)
            {
                failures.Add($"{Key(setting)} is \"{value}\"; it must be a whole number from {smallest} to {largest}.");
            }
        }

        void CheckTime(string setting, TimeSpan value, TimeSpan shortest, TimeSpan longest, string? zero)
        {
            if ((value < shortest || value > longest) && (zero is null || value != TimeSpan.Zero))
            {
                failures.Add($"{Key(setting)} is \"{value}\"; it must be {(zero is null ? string.Empty : $"0 {zero}, or ")}from {shortest} to {longest}.");
            }
        }
    }

    private static string Key(string setting) => $"{KafkaEventLogOptions.Section}:{setting}";
}
