using System.Globalization;

namespace Catalog.Cli.Output;

/// <summary>Progress for logs: a line now and then, never more than one in five seconds.</summary>
internal sealed class ProgressLines(TextWriter writer, string title, TimeProvider time) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();

    public void Report(WorkProgress value)
    {
        if (time.GetElapsedTime(_last) < Pause)
        {
            return;
        }

        _last = time.GetTimestamp();
        writer.WriteLine(value.Total is > 0 and var total
            ? string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Done:N0} of {total:N0} {value.Unit} ({(double)value.Done / total:P0})")
            : string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Done:N0} {value.Unit}"));
    }
}
