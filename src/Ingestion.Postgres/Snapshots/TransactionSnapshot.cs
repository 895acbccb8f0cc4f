using System.Globalization;

namespace Ingestion.Postgres.Snapshots;

/// <summary>Which transactions a reading of the table sees, as <c>pg_current_snapshot()</c> writes it: <c>xmin:xmax:xip,...</c>. Immutable.</summary>
internal sealed class TransactionSnapshot
{
    private readonly ulong _min;
    private readonly ulong _max;
    private readonly HashSet<ulong> _running;

    private TransactionSnapshot(ulong min, ulong max, HashSet<ulong> running) => (_min, _max, _running) = (min, max, running);

    /// <exception cref="FormatException">It is no snapshot.</exception>
    internal static TransactionSnapshot Parse(string text)
    {
        if (text.Split(':') is not [var min, var max, var running])
        {
            throw new FormatException($"'{text}' is no snapshot.");
        }

        return new TransactionSnapshot(Number(min), Number(max), [.. running.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)]);
    }

    /// <summary>Whether a committed transaction is seen.</summary>
    /// <param name="xid">The lower half of its number, as changes carry it; within 2^31 of the newest one.</param>
    internal bool Sees(uint xid)
    {
        var whole = _max + (ulong)(long)(int)(xid - (uint)_max);
        return whole < _min || (whole < _max && !_running.Contains(whole));
    }

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
