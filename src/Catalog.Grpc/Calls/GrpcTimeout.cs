using System.Globalization;

namespace Catalog.Grpc.Calls;

/// <summary>The header <c>grpc-timeout</c>: at most eight digits and a unit (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).</summary>
internal static class GrpcTimeout
{
    private const int MostDigits = 8;

    // No timer runs longer.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Reads the header.</summary>
    /// <returns>False if it is none.</returns>
    internal static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length < 2 || text.Length > MostDigits + 1 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            'H' => TimeSpan.FromHours(1),
            'M' => TimeSpan.FromMinutes(1),
            'S' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMilliseconds(1),
            'u' => TimeSpan.FromMicroseconds(1),
            'n' => TimeSpan.Zero,
            _ => null,
        };
        if (unit is null)
        {
            return false;
        }

        // A tick is 100 nanoseconds; what is shorter is rounded up.
        var wanted = text[^1] == 'n' ? TimeSpan.FromTicks((number + 99) / 100) : TimeSpan.FromTicks(number * unit.Value.Ticks);
        timeout = wanted < Longest ? wanted : Longest;
        return true;
    }
}
