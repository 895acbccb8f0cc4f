namespace Catalog.Cli.CommandLine;

/// <summary>What the process ends with; documented in <c>docs/cli.md</c>.</summary>
internal static class ExitCode
{
    /// <summary>The command did what it was asked.</summary>
    internal const int Done = 0;

    /// <summary>The command was refused, found something wrong, or the run failed.</summary>
    internal const int Failed = 1;

    /// <summary>The command line is not legal.</summary>
    internal const int Usage = 2;

    /// <summary>Something named does not exist.</summary>
    internal const int NotFound = 3;

    /// <summary>The server does not answer.</summary>
    internal const int Unreachable = 4;

    /// <summary>The state of the catalogue does not allow it.</summary>
    internal const int Conflict = 5;

    /// <summary>What was compared differs.</summary>
    internal const int Different = 6;

    /// <summary>There was nothing to compare.</summary>
    internal const int NothingToCompare = 7;

    /// <summary>Stopped by a signal.</summary>
    internal const int Cancelled = 130;
}
