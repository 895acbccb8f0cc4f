namespace Catalog.Core.Values;

/// <summary>
/// Reads ISO 8601 date-times in the extended form and nothing else: <c>2011-12-09</c>, <c>2011-12-09 12:50</c>, <c>2011-12-09T12:50:00.123456+01:00</c>.
/// Any number of fraction digits, after a dot or a comma; those below 100 ns are cut. Thread-safe.
/// </summary>
public static class IsoTimestamp
{
    /// <summary>False when the text is no such date-time.</summary>
    /// <param name="utf8">The text, in UTF-8; spaces around it are refused.</param>
    /// <param name="local">The date and time as written.</param>
    /// <param name="offset">The offset from UTC; null when none is written.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateTime local, out TimeSpan? offset)
    {
        local = default;
        offset = null;
        var rest = utf8;
        if (!TryDigits(ref rest, 4, out var year) || !TryLetter(ref rest, '-') || !TryDigits(ref rest, 2, out var month)
            || !TryLetter(ref rest, '-') || !TryDigits(ref rest, 2, out var day))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        long ticks = 0;
        if (!rest.IsEmpty && (!TryTime(ref rest, out ticks) || !TryOffset(ref rest, out offset)))
        {
            return false;
        }

        local = new DateTime(year, month, day).AddTicks(ticks);
        return rest.IsEmpty;
    }

    private static bool TryTime(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (!(TryLetter(ref rest, 'T') || TryLetter(ref rest, 't') || TryLetter(ref rest, ' '))
            || !TryDigits(ref rest, 2, out var hour) || !TryLetter(ref rest, ':') || !TryDigits(ref rest, 2, out var minute))
        {
            return false;
        }

        var second = 0;
        long fraction = 0;
        if (TryLetter(ref rest, ':'))
        {
            if (!TryDigits(ref rest, 2, out second) || ((TryLetter(ref rest, '.') || TryLetter(ref rest, ',')) && !TryFraction(ref rest, out fraction)))
            {
                return false;
            }
        }

        ticks = (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        return hour < 24 && minute < 60 && second < 60;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? rest.Length : digits;
        if (digits < 1)
        {
            return false;
        }

        for (var i = 0; i < 7; i++)
        {
            ticks = (ticks * 10) + (i < digits ? rest[i] - '0' : 0);
        }

        rest = rest[digits..];
        return true;
    }

    private static bool TryOffset(ref ReadOnlySpan<byte> rest, out TimeSpan? offset)
    {
        offset = null;
        if (rest.IsEmpty)
        {
            return true;
        }

        if (TryLetter(ref rest, 'Z') || TryLetter(ref rest, 'z'))
        {
            offset = TimeSpan.Zero;
            return true;
        }

        var negative = TryLetter(ref rest, '-');
        if ((!negative && !TryLetter(ref rest, '+')) || !TryDigits(ref rest, 2, out var hours))
        {
            return false;
        }

        var minutes = 0;
        var separated = TryLetter(ref rest, ':');
        if ((separated || !rest.IsEmpty) && !TryDigits(ref rest, 2, out minutes))
        {
            return false;
        }

        var span = new TimeSpan(hours, minutes, 0);
        offset = negative ? -span : span;
        return hours <= 18 && minutes < 60;
    }

    private static bool TryDigits(ref ReadOnlySpan<byte> rest, int count, out int number)
    {
        number = 0;
        if (rest.Length < count)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var digit = rest[i] - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        rest = rest[count..];
        return true;
    }

    private static bool TryLetter(ref ReadOnlySpan<byte> rest, char letter)
    {
        if (rest.IsEmpty || rest[0] != letter)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
