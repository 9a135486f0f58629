//! The language server in Neovim, without a screen.

use std::fs;
use std::process::Command;

use crate::tools::program;

/// Opens a file, waits for findings, makes all repairs, asks about a key and for completion, and writes down what it saw.
const SCRIPT: &str = r#"
local seen = {}
local function say(line) table.insert(seen, line) end
local function finish()
  vim.fn.writefile(seen, 'seen.txt')
  vim.cmd('qall!')
end
local ok, problem = pcall(function()
  vim.cmd('edit prometheus.yml')
  local id = vim.lsp.start_client({ name = 'scrapelint', cmd = { SERVER, 'server' }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(0, id)
  local function findings(count)
    return vim.wait(60000, function() return #vim.diagnostic.get(0) == count end, 20)
  end
  assert(vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 20), 'no findings')
  for _, it in ipairs(vim.diagnostic.get(0)) do
    say(string.format('%d:%d %s', it.lnum + 1, it.col + 1, it.user_data and it.user_data.lsp.code or it.code))
  end
  local function ask(method, params)
    local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
    return answers[id].result
  end
  local at = function(line, column)
    return { textDocument = vim.lsp.util.make_text_document_params(0), position = { line = line, character = column } }
  end
  say(ask('textDocument/hover', at(1, 4)).contents.value)
  local client = vim.lsp.get_client_by_id(id)
  local actions = ask('textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(0),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } },
    context = { diagnostics = {}, only = { 'source.fixAll' } },
  })
  local action = actions[1]
  if not action.edit then action = ask('codeAction/resolve', action) end
  vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  -- Typed, as with keys.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '  relabel_configs:', '  - action: ' })
  local items = ask('textDocument/completion', at(vim.api.nvim_buf_line_count(0) - 1, 12))
  say(#items .. ' actions')
  vim.api.nvim_buf_set_lines(0, -3, -1, false, {})
  vim.cmd('silent write')
  assert(findings(0), 'findings are left: ' .. vim.inspect(vim.diagnostic.get(0)))
end)
if not ok then say('failed: ' .. tostring(problem)) end
finish()
"#;

#[test]
fn neovim_shows_and_repairs() {
    let Some(nvim) = program("nvim") else { return };
    let folder = tempfile::tempdir().unwrap();
    let text = "global:\n  scrape_interval: 15s\nscrape_configs:\n- job_name: ä\n  static_configs:\n  - targets: [a:9100]\n";
    fs::write(folder.path().join("prometheus.yml"), text).unwrap();
    let script = format!("local SERVER = [[{}]]\n{SCRIPT}", env!("CARGO_BIN_EXE_scrapelint"));
    fs::write(folder.path().join("script.lua"), script).unwrap();
    let output = Command::new(nvim)
        .args(["--headless", "--clean", "-n", "-c", "luafile script.lua"])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env("XDG_STATE_HOME", folder.path())
        .env("XDG_CACHE_HOME", folder.path())
        .output()
        .expect("nvim runs");
    let seen = fs::read_to_string(folder.path().join("seen.txt")).unwrap_or_default();
    assert!(
        seen.starts_with("1:1 missing-scrape-timeout\n"),
        "{seen}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(seen.contains("**`scrape_interval`**: "), "{seen}");
    assert!(seen.ends_with("11 actions\n"), "{seen}");
    let repaired = fs::read_to_string(folder.path().join("prometheus.yml")).unwrap();
    assert_eq!(repaired, text.replace("15s\n", "15s\n  scrape_timeout: 10s\n"));
}
