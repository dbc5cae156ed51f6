(function(){
var bar=document.currentScript.parentNode,ended=bar.querySelector("[data-ended]"),key="x-preview"+location.pathname;
function all(){return Array.prototype.slice.call(document.querySelectorAll("a[href],summary,button,input"))}
function keep(){var at=all().indexOf(document.activeElement);sessionStorage.setItem(key,JSON.stringify({at:at,open:Array.prototype.map.call(document.querySelectorAll("details"),function(d){return d.open})}))}
function recall(){var was=JSON.parse(sessionStorage.getItem(key)||"null");sessionStorage.removeItem(key);if(!was)return;
Array.prototype.forEach.call(document.querySelectorAll("details"),function(d,i){if(was.open[i])d.open=true});
var found=all()[was.at];if(found)found.focus({preventScroll:true})}
addEventListener("DOMContentLoaded",recall);
setInterval(function(){fetch("/__explainer/version",{cache:"no-store"}).then(function(r){return r.text()}).then(function(v){
ended.hidden=true;if(v!==bar.dataset.version){keep();location.reload()}}).catch(function(){ended.hidden=false})},1000)
})()
