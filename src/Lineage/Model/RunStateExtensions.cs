namespace Lineage.Model;

/// <summary>Questions about run states.</summary>
public static class RunStateExtensions
{
    /// <summary>Whether the run has ended.</summary>
    public static bool IsTerminal(this RunState state) => state >= RunState.Completed;
}
